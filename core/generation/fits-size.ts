import type { PackManifest } from './manifest.ts'
import type { Size } from './recipe.ts'

/** Whether a pack makes frames of that many pixels. */
export function fitsSize({ width, height }: Size, { multiple, min, max }: PackManifest['size']): boolean {
  return [width, height].every((pixels) => pixels % multiple === 0 && pixels >= min && pixels <= max)
}
