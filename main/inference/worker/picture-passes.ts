import { hopsOf, type Hop } from '../../../core/generation/hops.ts'
import { TorchGenerator } from '../noise/index.ts'
import { framesOf, setFrame } from '../pipelines/clip-start.ts'
import type { ClipRun } from '../pipelines/pipeline.ts'
import { beginHop, type HopOptions } from './hop-run.ts'

/** The frames of the whole clip as rgb24, from finished latents. */
export function framesOfPasses(options: HopOptions, latents: Float32Array): AsyncIterable<Uint8Array> {
  const { recipe, whole, generator } = options
  const hops = hopsOf(whole.shape.frames - whole.lead, recipe.window)
  if (recipe.window?.picture !== true || hops.length === 1) return whole.frames(latents, generator)
  return passFrames(options, hops, latents)
}

/**
 * Frames of passes that go on from pictures, each decoded as the clip of its own that it is, beginning with the picture
 * that it was given. That one is shown already.
 */
export async function* passFrames(
  options: HopOptions,
  hops: readonly Hop[],
  latents: Float32Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { whole, clip } = options
  const bytes = 3 * clip.size.width * clip.size.height
  let picture: Uint8Array | null = null
  let left = clip.frames
  for (const hop of hops) {
    const generator = new TorchGenerator(0)
    const { run } = await beginHop(options, hop, latents, generator, picture)
    const part = withPicture(framesOf(latents, whole.shape, hop.from, hop.to - hop.from), run, picture)
    let skip = picture === null ? 0 : bytes
    for await (const rgb of run.frames(part, generator)) {
      picture = rgb.slice(-bytes)
      const fresh = rgb.subarray(skip, skip + left * bytes)
      skip = 0
      left -= fresh.length / bytes
      if (fresh.length > 0) yield fresh
    }
  }
}

/** The latents of a pass with the picture that it begins with, as it was encoded. */
export function withPicture(part: Float32Array, { shape, footage }: ClipRun, picture: Uint8Array | null): Float32Array {
  if (picture === null || footage === undefined) return part
  const out = part.slice()
  setFrame(out, shape, 0, framesOf(footage.reference, shape, 0, 1))
  return out
}

/** The last of some frames of `bytes` bytes each. */
export async function lastOf(frames: AsyncIterable<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let last = new Uint8Array(0)
  for await (const rgb of frames) last = rgb.slice(-bytes)
  return last
}
