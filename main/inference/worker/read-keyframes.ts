import { readFile } from 'node:fs/promises'
import { CortadoError } from '../../../core/errors.ts'
import { sha256 } from '../../files/index.ts'
import type { Keyframe } from '../pipelines/pipeline.ts'
import type { GenerateTask } from './protocol.ts'

/**
 * The pictures of a task, each checked against the hash in its recipe: the same recipe is made of the same pixels. Throws
 * `INVALID_INPUT`.
 */
export async function readKeyframes({ recipe, keyframes: paths = [] }: GenerateTask): Promise<Keyframe[]> {
  const { keyframes = [], size } = recipe
  const found: Keyframe[] = []
  for (const [index, { at, strength, picture }] of keyframes.entries()) {
    const path = paths[index]
    const rgb = path === undefined ? null : await readFile(path).catch(() => null)
    if (rgb === null || rgb.length !== 3 * size.width * size.height || sha256(rgb) !== picture) {
      throw new CortadoError(
        'INVALID_INPUT',
        `The picture for frame ${at} is missing or is not the one of the recipe. Choose the picture again.`,
      )
    }
    found.push({ at, strength, rgb })
  }
  return found
}
