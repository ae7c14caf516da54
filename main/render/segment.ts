import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import type { Size } from '../../core/generation/recipe.ts'
import { fit } from '../../core/render/plan.ts'
import type { Span } from '../../core/render/plan.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { sha256 } from '../files/index.ts'
import { decodeFrames, openFrameWriter } from '../media/index.ts'
import type { Ffmpeg } from '../media/index.ts'
import type { Preset } from './presets.ts'

export interface SegmentOptions {
  ffmpeg: Ffmpeg
  preset: Preset
  size: Size
  rate: Rate
  /** Cached segments, named by the hash of all that they depend on. */
  folder: string
  /** Path of a source file by its sha256. Throws where it is missing. */
  locate(source: string): string
  signal: AbortSignal
  onFrames(frames: number): void
}

const PLAN_VERSION = 1

/** The encoded file of one span: from the cache where it is there, else made whole and then given its name. */
export async function segmentFile(span: Span, options: SegmentOptions): Promise<string> {
  const { ffmpeg, preset, size, rate, folder } = options
  const { length, picture } = span
  const name = sha256(
    canonicalJson({
      version: PLAN_VERSION,
      ffmpeg: ffmpeg.version,
      encoder: preset.segment,
      size,
      rate,
      length,
      picture: picture && { source: picture.source.sha256, frames: picture.frames },
    }),
  )
  const path = join(folder, `${name}.mkv`)
  if (existsSync(path)) options.onFrames(length)
  else await encode(span, path, options)
  return path
}

async function encode(span: Span, path: string, options: SegmentOptions): Promise<void> {
  const { ffmpeg, preset, size, rate, signal } = options
  await mkdir(options.folder, { recursive: true })
  const writer = openFrameWriter({ ffmpegPath: ffmpeg.path, path, ...size, rate, output: preset.segment, signal })
  try {
    for await (const frame of pictures(span, options)) {
      await writer.write(frame)
      options.onFrames(1)
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

/** One frame for each of the span: a source frame is decoded once and held for as long as the plan says. */
async function* pictures({ length, picture }: Span, options: SegmentOptions): AsyncGenerator<Uint8Array> {
  const { size, ffmpeg, signal } = options
  if (!picture) {
    const black = new Uint8Array(size.width * size.height * 3)
    for (let index = 0; index < length; index += 1) yield black
    return
  }
  const { source, frames } = picture
  const first = frames[0] ?? 0
  const count = (frames.at(-1) ?? first) - first + 1
  const decoded = decodeFrames(ffmpeg, options.locate(source.sha256), {
    from: first,
    count,
    ...size,
    rate: source.rate,
    signal,
    picture: fit(source.size, size),
  })
  let current = first
  for await (const frame of decoded) {
    for (const _held of frames.filter((wanted) => wanted === current)) yield frame
    current += 1
  }
}
