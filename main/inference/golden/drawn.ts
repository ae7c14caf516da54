import type { Size } from '../../../core/generation/recipe.ts'
import type { ClipFootage } from '../pipelines/pipeline.ts'

/** A clip of bars that move, all of it to be made anew. `modelpacks/golden.py` draws the same. */
export function drawnFootage(frames: number, size: Size): ClipFootage {
  const pictures = new Map<number, Uint8Array>()
  for (let frame = 0; frame < frames; frame++) pictures.set(frame, drawn(frame, size))
  return { pictures, kept: [] }
}

function drawn(frame: number, { width, height }: Size): Uint8Array {
  const rgb = new Uint8Array(3 * width * height)
  return rgb.map((_, i) => {
    const pixel = Math.floor(i / 3)
    return (7 * (pixel % width) + 5 * Math.floor(pixel / width) + 11 * frame + 60 * (i % 3)) % 256
  })
}
