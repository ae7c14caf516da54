import { CortadoError } from '../../../core/errors.ts'
import { framesOf, setFrame } from './clip-start.ts'
import type { ClipFootage, ClipStart } from './pipeline.ts'

/**
 * A start over footage whose latents are `reference`. A model that takes given frames as they are (`takesClean`) is shown
 * those that are kept without noise, and they hold; for others the sampler lays noise over them at every step.
 */
export function overFootage(
  start: ClipStart,
  reference: Float32Array,
  { kept }: ClipFootage,
  options: { takesClean: boolean; noiseScale: number },
): ClipStart {
  const { shape, latents } = start
  const { noiseScale } = options
  const noise = noiseScale === 1 ? latents.slice() : latents.map((value) => value / noiseScale)
  if (!options.takesClean) return { ...start, footage: { reference, noise } }
  const hold = new Float32Array(shape.frames)
  for (let frame = 0; frame < shape.frames; frame++) {
    if (kept[frame] !== true) continue
    setFrame(latents, shape, frame, framesOf(reference, shape, frame, 1))
    hold[frame] = 1
  }
  return { ...start, hold, footage: { reference, noise } }
}

/** One picture for each of `frames` frames: where none is given, the nearest one that is. */
export function filled(pictures: ReadonlyMap<number, Uint8Array>, frames: number): Uint8Array[] {
  const known = [...pictures.keys()].toSorted((a, b) => a - b)
  if (known.length === 0) throw new CortadoError('INVALID_INPUT', 'The footage has no frames. Choose it again.')
  return Array.from({ length: frames }, (_, frame) => {
    const nearest = known.reduce((best, at) => (Math.abs(at - frame) < Math.abs(best - frame) ? at : best))
    return pictures.get(nearest) as Uint8Array
  })
}

/** Said where a pack has no graph that reads a whole clip. */
export function cannotEncode(title: string): CortadoError {
  return new CortadoError(
    'INVALID_INPUT',
    `"${title}" cannot read footage: its encoder is missing or takes single pictures only. Choose another pack, or export it again with its whole encoder.`,
  )
}
