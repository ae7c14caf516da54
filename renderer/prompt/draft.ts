import { z } from 'zod'
import { DeviceWish } from '../../core/generation/device.ts'
import { PROMPT_LIMIT, Seed } from '../../core/generation/recipe.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import type { GenerateRequest } from '../../core/generation/request.ts'
import type { Pack, Shot } from '../../core/library/entities.ts'
import type { Trouble } from '../api/trouble.ts'

/**
 * What the prompt box holds. A value that is null is the pack's own. `target` says where takes go: `auto` is the shot
 * with this very prompt, or a new one.
 */
export const Draft = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: Seed,
  seedLocked: z.boolean(),
  takes: z.number().int().min(1).max(64),
  pack: z.string().nullable(),
  frames: z.number().int().nullable(),
  size: z.object({ width: z.number().int(), height: z.number().int() }).nullable(),
  steps: z.number().int().nullable(),
  guidance: z.number().nullable(),
  scheduler: z.string().nullable(),
  match: z.number().min(0).max(1).nullable().default(null),
  /** Null is the fastest that has shown that it can. */
  device: DeviceWish.nullable().default(null),
  target: z.union([z.literal('auto'), z.literal('new'), z.object({ shot: z.string() })]),
})
export type Draft = z.infer<typeof Draft>

/** The fields of the prompt box that the studio can refuse. */
export type PromptField =
  | 'prompt'
  | 'negativePrompt'
  | 'seed'
  | 'takes'
  | 'frames'
  | 'size'
  | 'steps'
  | 'guidance'
  | 'scheduler'
  | 'match'
  | 'pack'
  | 'device'

export function emptyDraft(seed: number): Draft {
  return {
    prompt: '',
    negativePrompt: '',
    seed,
    seedLocked: false,
    takes: 1,
    pack: null,
    frames: null,
    size: null,
    steps: null,
    guidance: null,
    scheduler: null,
    match: null,
    device: null,
    target: 'auto',
  }
}

/** The pack that a draft asks for; where it asks for none, or for one that is gone, the first that can be used. */
export function packOf(draft: Pick<Draft, 'pack'>, packs: readonly Pack[]): Pack | undefined {
  const usable = packs.filter(makesFootage)
  return usable.find((pack) => pack.id === draft.pack) ?? usable[0]
}

/** True for a sound pack that makes clips, and does not only refine them. */
export function makesFootage({ problem, refiner }: Pack): boolean {
  return problem === null && refiner === null
}

/** The shot that takes of this draft are added to; undefined where they make a new one. */
export function targetShot(draft: Pick<Draft, 'prompt' | 'target'>, shots: readonly Shot[]): Shot | undefined {
  const { target } = draft
  if (target === 'new') return undefined
  if (target === 'auto') return shots.find((shot) => shot.prompt === draft.prompt.trim())
  return shots.find((shot) => shot.id === target.shot)
}

/** True where a draft is a clip of several passes, which can be pulled to the look of the first one. */
export function hasPasses({ frames }: Pick<Draft, 'frames'>, pack: Pick<Pack, 'frames'>): boolean {
  return pack.frames.match !== null && (frames ?? pack.frames.default) > pack.frames.window
}

/** What the studio is asked for. */
export function requestOf(draft: Draft, pack: Pack, shots: readonly Shot[]): GenerateRequest {
  const shot = targetShot(draft, shots)
  return {
    prompt: draft.prompt,
    negativePrompt: draft.negativePrompt.trim(),
    seed: draft.seed,
    takes: draft.takes,
    pack: pack.id,
    ...(shot !== undefined && { shot: shot.id }),
    ...(draft.frames !== null && { frames: draft.frames }),
    ...(draft.size !== null && { size: draft.size }),
    ...(draft.steps !== null && { steps: draft.steps }),
    ...(draft.guidance !== null && { guidance: draft.guidance }),
    ...(draft.scheduler !== null && { scheduler: draft.scheduler }),
    ...(draft.match !== null && hasPasses(draft, pack) && { match: draft.match }),
    ...(draft.device !== null && { device: draft.device }),
  }
}

/** The settings of a finished take, to be changed and made again. What is the pack's own anyway stays the pack's own. */
export function draftOfRecipe(
  recipe: Recipe,
  pack: Pack | undefined,
  keep: Pick<Draft, 'takes' | 'target' | 'seed' | 'seedLocked'>,
): Draft {
  const unlessOwn = <T>(value: T, own: T | undefined): T | null =>
    JSON.stringify(value) === JSON.stringify(own) ? null : value
  return {
    ...keep,
    prompt: recipe.prompt,
    negativePrompt: recipe.negativePrompt,
    pack: recipe.pack.id,
    frames: unlessOwn(recipe.frames, pack?.frames.default),
    size: unlessOwn(recipe.size, pack?.size.default),
    steps: unlessOwn(recipe.steps, pack?.steps),
    guidance: unlessOwn(recipe.guidance, pack?.guidance),
    scheduler: unlessOwn(recipe.scheduler, pack?.scheduler),
    match: recipe.window?.hops === true ? unlessOwn(recipe.window.match ?? 0, pack?.frames.match ?? undefined) : null,
    device: null,
  }
}

const FIELD_OF_CODE: Readonly<Record<string, PromptField>> = {
  FRAMES_OUT_OF_RANGE: 'frames',
  SIZE_NOT_SUPPORTED: 'size',
  SCHEDULER_CONFIG: 'scheduler',
  DEVICE_UNAVAILABLE: 'device',
  PACK_UNKNOWN: 'pack',
  PACK_INVALID: 'pack',
  PACK_CORRUPT: 'pack',
}

const FIELDS: ReadonlySet<string> = new Set<PromptField>([
  'prompt',
  'negativePrompt',
  'seed',
  'takes',
  'frames',
  'size',
  'steps',
  'guidance',
  'scheduler',
  'match',
  'pack',
  'device',
])

/** The field that a refusal is about; null where it is about none of them. */
export function fieldOf(trouble: Trouble, draft: Pick<Draft, 'prompt' | 'negativePrompt'>): PromptField | null {
  const named = trouble.path?.split('.')[0] ?? ''
  if (isField(named)) return named
  if (trouble.code === 'PROMPT_TOO_LONG') {
    return draft.prompt.trim().length > PROMPT_LIMIT ? 'prompt' : 'negativePrompt'
  }
  return FIELD_OF_CODE[trouble.code] ?? null
}

function isField(name: string): name is PromptField {
  return FIELDS.has(name)
}

/** The text with a word replaced wherever it stands alone, in any case. */
export function replaceWord(text: string, word: string, by: string): string {
  const escaped = word.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
  return text.replace(new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped}(?![\p{L}\p{N}_])`, 'giu'), () => by)
}
