import { z } from 'zod'
import { Component, PackManifest, packHeader, PackPath } from './manifest.ts'

/** How well a refiner does against the plain way, on footage that it was not trained on. PSNR in dB. */
export const Figure = z.object({
  footage: z.string().max(200),
  frames: z.number().int().positive(),
  psnr: z.number(),
  /** The plain way, such as "bicubic" or "blended frames", and how well it does. */
  baseline: z.string().max(80),
  baselinePsnr: z.number(),
})

const refiner = {
  ...packHeader,
  components: z.object({ network: Component }),
  /** Channels as the network wants them: planes in this order, `black` and `white` as numbers. */
  pixels: z.object({ order: z.enum(['rgb', 'bgr']), black: z.number(), white: z.number() }),
  /**
   * In pixels of the unrefined picture. `size` is the edge of a tile with its overlaps; `overlap` is what neighbours
   * share; within `margin` of a cut edge the network lacks part of what it looks at, so that is never shown; edges of
   * tiles are multiples of `multiple`.
   */
  tiling: z.object({
    size: z.number().int().positive(),
    overlap: z.number().int().nonnegative(),
    margin: z.number().int().nonnegative(),
    multiple: z.number().int().positive(),
  }),
  /** The footage it was made for, in a sentence. */
  domain: z.string().max(400),
  /** Ids of generator packs whose clips it was trained on; empty where it takes any footage. */
  suits: z.array(z.string()),
  figures: z.array(Figure),
  evaluation: z.object({ file: PackPath }).optional(),
}

/** Makes pictures larger: `frame` f[1,3,H,W] to `frame` f[1,3,factor H,factor W]. */
export const UpscalerManifest = z.object({
  ...refiner,
  family: z.literal('upscaler'),
  tasks: z.array(z.literal('upscale')).min(1),
  factor: z.number().int().min(2).max(8),
})
export type UpscalerManifest = z.infer<typeof UpscalerManifest>

/**
 * Makes the picture between two others: `frame` f[1,3,H,W] from `first` and `second` f[1,3,H,W] with or without `time`
 * (one number from 0 to 1, or a plane of it), or from `frames` f[1,6,H,W], f[1,7,H,W] with the time as seventh plane.
 */
export const InterpolatorManifest = z.object({
  ...refiner,
  family: z.literal('interpolator'),
  tasks: z.array(z.literal('interpolate')).min(1),
})
export type InterpolatorManifest = z.infer<typeof InterpolatorManifest>

/** `pack.json` of a pack that refines footage. */
export const RefinerManifest = z.discriminatedUnion('family', [UpscalerManifest, InterpolatorManifest])
export type RefinerManifest = z.infer<typeof RefinerManifest>

/** `pack.json` of any pack. */
export const AnyManifest = z.discriminatedUnion('family', [PackManifest, UpscalerManifest, InterpolatorManifest])
export type AnyManifest = z.infer<typeof AnyManifest>

export function isRefiner(manifest: AnyManifest): manifest is RefinerManifest {
  return manifest.family === 'upscaler' || manifest.family === 'interpolator'
}

/** True where the network can make a picture at any moment between two frames, not only in the middle. */
export function takesTime({ components }: InterpolatorManifest): boolean {
  const { time, frames } = components.network.io.inputs
  return time !== undefined || frames?.dims[1] === 7
}
