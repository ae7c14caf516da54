import { z } from 'zod'
import { Rate } from '../timeline/time.ts'
import { Sha256, Size } from './recipe.ts'

/** A path inside the pack: relative, forward slashes, never up and out. */
export const PackPath = z
  .string()
  .min(1)
  .max(300)
  .refine(
    (path) =>
      !path.startsWith('/') && !/^[a-z]:/i.test(path) && !path.includes('\\') && !path.split('/').includes('..'),
    {
      message: 'must stay inside the pack',
    },
  )

const Tensor = z.object({
  name: z.string(),
  dtype: z.enum(['float32', 'float16', 'int64', 'int32']),
  dims: z.array(z.union([z.number().int().positive(), z.string()])),
})

export const Component = z.object({
  file: PackPath,
  externalData: z.array(PackPath).optional(),
  precision: z.string(),
  opset: z.number().int(),
  io: z.object({ inputs: z.record(z.string(), Tensor), outputs: z.record(z.string(), Tensor) }),
})
export type PackComponent = z.infer<typeof Component>

/** How CLIP is shown a picture: its shorter edge to `size`, `crop` of its middle, and by channel (level / 255 - mean) / std. */
const View = z.object({
  size: z.number().int().positive().max(4096),
  crop: z.number().int().positive().max(4096),
  mean: z.tuple([z.number(), z.number(), z.number()]),
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
})
export type PackView = z.infer<typeof View>

/**
 * `channels`: the encoded pictures and a mask go in as extra channels; with `image` the transformer also looks at them through
 * the `image_encoder`. `held`: the first latent frame is the picture and stays so. `clean`: frames are given anywhere, without
 * noise among the noisy ones. `keyframes`: pictures anywhere, as tokens of their own; those that are held are shaken with noise of strength
 * `noise`, so that the motion does not stop at them.
 */
const Conditioning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channels'), image: View.optional() }),
  z.object({ kind: z.literal('held') }),
  z.object({ kind: z.literal('clean') }),
  z.object({ kind: z.literal('keyframes'), noise: z.number().min(0) }),
])

/** Bytes that a run takes whatever its size, and for each latent cell (times the texts of one run). */
const RunMemory = z.object({ bytes: z.number().nonnegative(), cellBytes: z.number().nonnegative() })

/** Resident memory of one graph, measured on the CPU. */
const PartMemory = z.object({
  /** Most while it is opened, and what it holds once it is open. */
  loadBytes: z.number().nonnegative(),
  openBytes: z.number().nonnegative(),
  run: RunMemory,
  /** Where memory is given back after every run. */
  leanRun: RunMemory,
  /** What a causal VAE remembers from one run to the next, for each cell. */
  heldCellBytes: z.number().nonnegative().optional(),
})
export type PartMemory = z.infer<typeof PartMemory>
/** Of the last latents, relative to their largest value; and of the frames, in decibels: higher is nearer. */
export const PrecisionLoss = z.object({
  against: z.literal('fp32'),
  latentsRelative: z.number().nonnegative(),
  framesPsnr: z.number(),
})
export type PrecisionLoss = z.infer<typeof PrecisionLoss>

const Channels = z.tuple([z.number(), z.number(), z.number()])

/** The form of `pack.json` that this program reads. */
export const PACK_FORM = 1

/** What every kind of pack says of itself. Every file of the pack but `pack.json` is listed with its hash. */
export const packHeader = {
  schemaVersion: z.literal(PACK_FORM),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
  title: z.string().max(200),
  version: z.string().max(40),
  license: z.object({ spdx: z.string(), file: PackPath.optional() }),
  source: z.object({ repo: z.string(), revision: z.string() }),
  creator: z.string(),
  files: z.array(z.object({ path: PackPath, bytes: z.number().int().nonnegative(), sha256: Sha256 })).min(1),
  memory: z.object({
    weightsBytes: z.number(),
    /** Of the usual clip, or the usual tile of a refiner. */
    peakBytes: z.number(),
    measuredOn: z.string(),
    /** By component; a component that is missing is estimated from its file and `peakBytes`. */
    parts: z.record(z.string(), PartMemory).optional(),
  }),
}

/** `pack.json` of a pack that makes footage. */
export const PackManifest = z.object({
  ...packHeader,
  family: z.enum(['latte', 'animatediff', 'wan', 'ltx']),
  tasks: z.array(z.enum(['text-to-video', 'image-to-video'])).min(1),
  /** By role; the file may lie anywhere in the pack. The denoiser is `transformer`, be it a U-Net or not. */
  components: z.object({
    text_encoder: Component,
    /** What sees given pictures, where `conditioning.image` says how they are shown to it. */
    image_encoder: Component.optional(),
    transformer: Component,
    /** A second expert for the low noise levels (`guidance.second`). */
    transformer_2: Component.optional(),
    vae_decoder: Component,
    /** Later frames of a decoder that remembers: then `vae_decoder` takes the first latent frame alone. */
    vae_decoder_next: Component.optional(),
    /** Decodes a run of frames together; an option of the recipe. */
    vae_temporal_decoder: Component.optional(),
    vae_encoder: Component.optional(),
    vae_encoder_next: Component.optional(),
  }),
  latents: z.object({
    channels: z.number().int().positive(),
    /** How the transformer takes them: [B, C, F, h, w], or [B, F*h*w, C]. */
    layout: z.enum(['BCFHW', 'tokens']),
    /** Edge in latents of what counts as one token, where timesteps or coordinates go by token. */
    patch: z.number().int().positive().optional(),
    /** Above 1, one latent frame stands for the first frame and one for each `temporalCompression` frames after it. */
    temporalCompression: z.number().int().positive(),
    spatialCompression: z.number().int().positive(),
    /** Sampler latents = (VAE latents - shift) * scale, or (VAE latents - mean) / std * scale, by channel. */
    scale: z.number(),
    shift: z.number(),
    mean: z.array(z.number()).optional(),
    std: z.array(z.number().positive()).optional(),
  }),
  frames: z
    .object({
      /**
       * `window`: the graph takes exactly `window` frames. `free`: it takes any number up to `window`. Either way longer
       * clips are made of overlapping windows, unless time is compressed: then `window` is the longest clip. A length that
       * the compression cannot hit is made longer and cut.
       */
      rule: z.enum(['window', 'free']),
      window: z.number().int().positive(),
      /** Length of the passes that longer clips are made of, each given the end of the one before; `window` where absent. */
      pass: z.number().int().min(2).optional(),
      min: z.number().int().positive(),
      max: z.number().int().positive(),
      default: z.number().int().positive(),
      trained: z.array(z.number().int().positive()),
    })
    .refine((frames) => frames.default >= frames.min && frames.default <= frames.max, {
      error: 'the usual length is not one that the pack can make',
    }),
  size: z
    .object({
      multiple: z.number().int().positive(),
      min: z.number().int(),
      max: z.number().int(),
      default: Size,
    })
    .refine(
      (size) =>
        [size.default.width, size.default.height].every(
          (edge) => edge % size.multiple === 0 && edge >= size.min && edge <= size.max,
        ),
      {
        error: 'the usual size is not one that the pack can make',
      },
    ),
  rate: Rate,
  text: z.object({
    maxLength: z.number().int().positive(),
    padId: z.number().int(),
    eosId: z.number().int(),
    /** The token that every text begins with. */
    bosId: z.number().int().optional(),
    /** What happens to a prompt first: Python's `lower().strip()`, or what the Latte and Wan pipelines of diffusers do. */
    cleaner: z.enum(['none', 'lower', 'latte', 'wan']),
    /** Latte: the positive prompt's length cuts both embeddings. */
    maskFeature: z.boolean(),
    /** Wan: embeddings of padding are set to zero. */
    zeroPad: z.boolean().optional(),
  }),
  guidance: z.object({
    default: z.number(),
    /** Whether one run of the graph takes the unguided and the guided half together, or each has its own. */
    layout: z.enum(['batch', 'separate']),
    /** `transformer_2` takes over below that share of the timesteps, guided with its own strength where it has one. */
    second: z.object({ below: z.number().min(0).max(1), scale: z.number().optional() }).optional(),
  }),
  /** How reference pictures enter the model; absent where it takes none. */
  conditioning: Conditioning.optional(),
  /** Noise levels that the family brings to its scheduler; the scheduler's own where absent. */
  levels: z.enum(['linear', 'linear-quadratic']).optional(),
  /** A decoder that is told how much noise was left in the latents on purpose. */
  decodeNoise: z.object({ timestep: z.number(), scale: z.number() }).optional(),
  defaults: z.object({
    steps: z.number().int().positive(),
    scheduler: z.string(),
    /** Whether `vae_temporal_decoder` is used where a request does not say. */
    temporalDecoder: z.boolean().optional(),
  }),
  schedulers: z.array(z.string()).min(1),
  /** Sampler latents to RGB in 0..1, fitted by least squares: one row a channel. */
  preview: z.object({ latentRgb: z.array(Channels), bias: Channels }),
  vocabulary: z.record(z.string(), z.array(z.string())).optional(),
  /** Prompts that this pack does well. */
  examples: z.array(z.string().min(1).max(400)).max(40).optional(),
  golden: z.object({ file: PackPath }).optional(),
  /** What was lost when the weights were made smaller: measured where the pack was made, over a short clip. */
  loss: PrecisionLoss.optional(),
})
export type PackManifest = z.infer<typeof PackManifest>
