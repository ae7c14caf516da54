import { GenerateRequest } from '../../../core/generation/request.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import type { PackFolder } from '../../../main/inference/packs/pack-folder.ts'

/** What all programs are asked for. */
export interface Asked {
  pack: string
  prompt: string
  seed: number
  steps: number
  /** 0: all cores. */
  threads: number
}

export function recipeOf(pack: PackFolder, { prompt, seed, steps, threads }: Asked): Recipe {
  const request = GenerateRequest.parse({ prompt, steps })
  const recipe = resolveRecipe(request, pack.manifest, pack.sha256, { seed, provider: 'cpu', program: 'bench' })
  return threads === 0 ? recipe : { ...recipe, threads }
}
