import type { Recipe } from '../../../core/generation/recipe.ts'

/** A recipe of the bundled pack. */
export function recipe(change: Partial<Recipe> = {}): Recipe {
  return {
    schemaVersion: 1,
    pack: { id: 'cortado-mini', version: '1.0.0', sha256: 'a'.repeat(64) },
    operation: 'text-to-video',
    prompt: 'a red kite over a grey sea',
    negativePrompt: '',
    seed: 7,
    size: { width: 64, height: 64 },
    frames: 16,
    rate: { num: 8, den: 1 },
    scheduler: 'ddim',
    steps: 20,
    guidance: 7.5,
    window: null,
    provider: 'cpu',
    program: '0.1.0',
    ...change,
  }
}
