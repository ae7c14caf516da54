import { z } from 'zod'
import { Rate } from '../timeline/time.ts'
import { Sha256, Size } from './recipe.ts'

/** A path inside the pack: relative, forward slashes, never up and out. */
const PackPath = z
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

const Component = z.object({
  file: PackPath,
  externalData: z.array(PackPath).optional(),
  precision: z.string(),
  opset: z.number().int(),
  io: z.object({ inputs: z.record(z.string(), Tensor), outputs: z.record(z.string(), Tensor) }),
})
export type PackComponent = z.infer<typeof Component>

const Channels = z.tuple([z.number(), z.number(), z.number()])

/** `pack.json`: what a model pack says of itself. Every file of the pack but this one is listed with its hash. */
export const PackManifest = z.object({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/),
  title: z.string().max(200),
  version: z.string().max(40),
  family: z.enum(['latte']),
  tasks: z.array(z.enum(['text-to-video'])).min(1),
  license: z.object({ spdx: z.string(), file: PackPath.optional() }),
  source: z.object({ repo: z.string(), revision: z.string() }),
  creator: z.string(),
  files: z.array(z.object({ path: PackPath, bytes: z.number().int().nonnegative(), sha256: Sha256 })).min(1),
  components: z.object({
    text_encoder: Component,
    transformer: Component,
    vae_decoder: Component,
    vae_encoder: Component.optional(),
  }),
  latents: z.object({
    channels: z.number().int().positive(),
    layout: z.literal('BCFHW'),
    temporalCompression: z.number().int().positive(),
    spatialCompression: z.number().int().positive(),
    /** Sampler latents = (VAE latents - shift) * scale. */
    scale: z.number(),
    shift: z.number(),
  }),
  frames: z.object({
    /**
     * `window`: the graph takes exactly `window` frames. `free`: it takes any number up to `window`. Either way longer
     * clips are made of overlapping windows.
     */
    rule: z.enum(['window', 'free']),
    window: z.number().int().positive(),
    min: z.number().int().positive(),
    max: z.number().int().positive(),
    default: z.number().int().positive(),
    trained: z.array(z.number().int().positive()),
  }),
  size: z.object({
    multiple: z.number().int().positive(),
    min: z.number().int(),
    max: z.number().int(),
    default: Size,
  }),
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
  }),
  guidance: z.object({ default: z.number(), layout: z.literal('batch') }),
  defaults: z.object({ steps: z.number().int().positive(), scheduler: z.string() }),
  schedulers: z.array(z.string()).min(1),
  memory: z.object({ weightsBytes: z.number(), peakBytes: z.number(), measuredOn: z.string() }),
  /** Sampler latents to RGB in 0..1, fitted by least squares: one row a channel. */
  preview: z.object({ latentRgb: z.array(Channels), bias: Channels }),
  vocabulary: z.record(z.string(), z.array(z.string())).optional(),
  /** Prompts that this pack does well. */
  examples: z.array(z.string().min(1).max(400)).max(40).optional(),
  golden: z.object({ file: PackPath }).optional(),
})
export type PackManifest = z.infer<typeof PackManifest>
