import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { footageRanges, framesOfLatents, holds } from '../../../core/generation/latent-time.ts'
import type { Given } from '../../../core/generation/recipe.ts'
import type { LatentMask } from './blend.ts'

/** Share of a latent frame that is made anew where it lies beside a frame that stays, over footage of its own. */
const BORDER = 0.5

export interface MaskOptions {
  given: Given
  /** Of the clip that the model sees. */
  shape: LatentShape
  temporalCompression: number
  spatialCompression: number
  /** One byte a pixel of the frame, 255 where it is made anew; null for the whole picture. */
  region: ((frame: number) => Uint8Array) | null
}

/** Which latents of the seen clip are made anew. A latent is, as soon as one of its pixels is. */
export function latentMask(options: MaskOptions): LatentMask {
  const { given, shape, region } = options
  const { frames, height, width } = shape
  const plane = height * width
  const mask = new Float32Array(frames * plane)
  const made = Array.from({ length: frames }, (_, latent) => madeFrames(options, latent))
  for (const [latent, shown] of made.entries()) {
    if (shown.length === 0) continue
    const besideOld = (made[latent - 1]?.length ?? 1) === 0 || (made[latent + 1]?.length ?? 1) === 0
    const overOld = shown.every((frame) => holds(footageRanges(given), frame))
    const share = besideOld && overOld && given.strength === 1 ? BORDER : 1
    const part = mask.subarray(latent * plane, (latent + 1) * plane)
    if (region === null) part.fill(share)
    else for (const frame of shown) lay(part, region(frame), options, share)
  }
  return mask
}

/** For each latent frame of the seen clip, whether all of it shows the footage. */
export function keptLatents(options: Pick<MaskOptions, 'given' | 'temporalCompression'>, frames: number): boolean[] {
  return Array.from({ length: frames }, (_, latent) => madeFrames(options, latent).length === 0)
}

/** Frames of a latent frame that are made anew. A latent frame past the end of what is seen is made and thrown away. */
function madeFrames(
  { given, temporalCompression }: Pick<MaskOptions, 'given' | 'temporalCompression'>,
  latent: number,
): number[] {
  const { from, to } = framesOfLatents({ from: latent, to: latent + 1 }, temporalCompression)
  const all = Array.from({ length: to - from }, (_, i) => given.seen.from + from + i)
  if (given.seen.from + from >= given.seen.to) return all
  return all.filter((frame) => holds(given.make, frame))
}

function lay(part: Float32Array, pixels: Uint8Array, { shape, spatialCompression }: MaskOptions, share: number): void {
  const row = shape.width * spatialCompression
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at] === 0) continue
    const y = Math.floor(Math.floor(at / row) / spatialCompression)
    part[y * shape.width + Math.floor((at % row) / spatialCompression)] = share
  }
}
