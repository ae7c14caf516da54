import { z } from 'zod'
import { ERROR_CODES } from '../errors.ts'
import { Sha256, Size } from '../generation/recipe.ts'
import { Id } from '../timeline/clip.ts'
import { Rate } from '../timeline/time.ts'
import { Marks } from './marks.ts'

/** The picture of a media file. `frames` counts frames of `rate`; of a still there is one. */
const PictureInfo = z.object({
  codec: z.string(),
  frames: z.number().int().positive(),
  rate: Rate,
  size: Size,
})

/** The sound of a media file: `samples` of each channel. */
const SoundInfo = z.object({
  codec: z.string(),
  channels: z.number().int().positive(),
  sampleRate: z.number().int().positive(),
  samples: z.number().int().nonnegative(),
})

/** What was found in a file. */
export const MediaInfo = z.object({
  kind: z.enum(['video', 'audio', 'still']),
  /** ffmpeg's name of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  format: z.string(),
  picture: PictureInfo.nullable(),
  sound: SoundInfo.nullable(),
})
export type MediaInfo = z.infer<typeof MediaInfo>

/** An imported file: its own bytes lie in the project, and what is needed to look at it. */
export const Media = Marks.extend({
  id: Id,
  name: z.string(),
  /** Where it came from. */
  path: z.string(),
  /** Its content, and what clips of it name. */
  file: Sha256,
  info: MediaInfo,
  /** All-intra H.264 for the viewer; null for sound and stills. */
  proxy: Sha256.nullable(),
  poster: Sha256.nullable(),
  filmstrip: Sha256.nullable(),
  filmstripFrames: z.number().int().nonnegative(),
  rating: z.number().int().min(0).max(5),
  bin: Id.nullable(),
  createdAt: z.number(),
})
export type Media = z.infer<typeof Media>

const Refused = z.object({ path: z.string(), code: z.enum(ERROR_CODES), message: z.string() })

/** What became of each file: taken in, there already under this or another name, or refused. */
export const ImportReport = z.object({
  imported: z.array(z.object({ path: z.string(), media: Media, already: z.boolean() })),
  refused: z.array(Refused),
})
export type ImportReport = z.infer<typeof ImportReport>

/** A file that rows name and the disk no longer has whole. */
export const MissingFile = z.object({
  sha256: Sha256,
  bytes: z.number(),
  /** What needs it: "media Kite.mov", "proxy of take 2 of A red kite". */
  use: z.string(),
  /** The media entry that was imported from it; null for files of takes and for pictures and proxies. */
  media: Id.nullable(),
  name: z.string(),
})
export type MissingFile = z.infer<typeof MissingFile>

export const RelinkRequest = z.object({
  /** A folder that is searched with all its folders. */
  folder: z.string().min(1).max(4096),
  /**
   * `hash` takes the very same bytes. `name` also takes a file of the same name with other content, once confirmed: the one
   * that differs least, or none where several are as likely.
   */
  by: z.enum(['hash', 'name']).default('hash'),
  /** Without it, `name` only says what it would take and how that differs. */
  confirmed: z.boolean().default(false),
})
export type RelinkRequest = z.output<typeof RelinkRequest>

export const RelinkReport = z.object({
  relinked: z.array(z.object({ sha256: Sha256, path: z.string(), by: z.enum(['hash', 'name']) })),
  /** Proxies, posters and filmstrips that were made again, because the footage itself is there. */
  remade: z.number().int(),
  /** Files of the same name, the most alike first; `differences` says what is not as it was, such as "48 frames, were 50". */
  candidates: z.array(z.object({ sha256: Sha256, path: z.string(), differences: z.array(z.string()) })),
  missing: z.array(MissingFile),
})
export type RelinkReport = z.infer<typeof RelinkReport>
