import type { PackComponent } from '../../../core/generation/manifest.ts'
import type { RefinerManifest } from '../../../core/generation/refiner-manifest.ts'

type Declared = PackComponent['io']['inputs'][string]

/** Says what in a refiner's manifest does not fit together; null when nothing. */
export function refinerProblem(manifest: RefinerManifest): string | null {
  const { inputs, outputs } = manifest.components.network.io
  const { size, overlap, margin, multiple } = manifest.tiling
  if (manifest.pixels.black === manifest.pixels.white) return 'its black is its white'
  if (size % multiple !== 0) return `its tiles of ${size} pixels are no multiple of ${multiple}`
  if (2 * margin > overlap) return `tiles that share ${overlap} pixels cannot hide a margin of ${margin} on either side`
  if (overlap + multiple > size) return 'its tiles overlap whole'
  if (outputs['frame'] === undefined) return 'its network declares no output "frame"'
  const planes = Object.values(planesIn(manifest))
  if (planes.some((tensor) => tensor === undefined)) {
    return manifest.family === 'upscaler'
      ? 'its network declares no input "frame"'
      : 'its network declares neither "frames" nor "first" and "second" as inputs'
  }
  const known = new Set(['frame', 'frames', 'first', 'second', 'time'])
  const stray = Object.keys(inputs).find((name) => !known.has(name))
  if (stray !== undefined) return `its network has an input "${stray}" that nothing feeds`
  const odd = [...planes, outputs['frame']].find((tensor) => tensor?.dims.length !== 4)
  if (odd !== undefined)
    return `its tensor "${odd.name}" does not have the dimensions batch, channels, height and width`
  const whole = [...Object.values(inputs), outputs['frame']].find((tensor) => tensor.dtype.startsWith('int'))
  if (whole !== undefined)
    return `its tensor "${whole.name}" is ${whole.dtype}; only float32 and float16 can go in and out`
  const fixed = fixedTile(manifest)
  if (fixed === 'uneven') return 'its network takes only one size, and that is not square'
  if (fixed !== null && fixed !== size) return `its network takes ${fixed} pixels only, not tiles of ${size}`
  return null
}

/** Edge in pixels that a network with fixed dimensions wants; null where it takes any. */
export function fixedTile(manifest: RefinerManifest): number | 'uneven' | null {
  const tensors = Object.values(planesIn(manifest))
  const edges = tensors.flatMap((tensor) => tensor?.dims.slice(2) ?? []).filter((edge) => typeof edge === 'number')
  const [first] = edges
  if (first === undefined) return null
  return edges.every((edge) => edge === first) ? first : 'uneven'
}

function planesIn(manifest: RefinerManifest): Record<string, Declared | undefined> {
  const { inputs } = manifest.components.network.io
  if (manifest.family === 'upscaler') return { frame: inputs['frame'] }
  if (inputs['frames'] !== undefined) return { frames: inputs['frames'] }
  return { first: inputs['first'], second: inputs['second'] }
}
