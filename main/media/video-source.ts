import type { Size } from '../../core/generation/recipe.ts'
import type { Rate } from '../../core/timeline/time.ts'

/** A video file and what must be known to pick exact frames from it. */
export interface VideoSource {
  path: string
  frames: number
  rate: Rate
  size: Size
}
