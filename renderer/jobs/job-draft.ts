import type { Job } from '../../core/generation/job.ts'
import type { GenerateRequest, JobEdit } from '../../core/generation/request.ts'

export type GenerateJob = Job & { payload: Extract<Job['payload'], { kind: 'generate' }> }

const FIELDS = ['prompt', 'negativePrompt', 'seed', 'frames', 'size', 'steps', 'guidance', 'scheduler'] as const

/** The settings of a job while they are edited. */
export type JobDraft = Pick<GenerateJob['payload']['recipe'], (typeof FIELDS)[number]>

export function draftOf({ payload: { recipe } }: GenerateJob): JobDraft {
  const { prompt, negativePrompt, seed, frames, size, steps, guidance, scheduler } = recipe
  return { prompt, negativePrompt, seed, frames, size, steps, guidance, scheduler }
}

/** What differs from the job as it stands; null where nothing does. */
export function changeOf(draft: JobDraft, job: GenerateJob): JobEdit | null {
  const before = draftOf(job)
  const changed = FIELDS.filter((field) => JSON.stringify(draft[field]) !== JSON.stringify(before[field]))
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, draft[field]]))
}

/** Why length and size cannot be changed; null where they can. */
export function whyFixed({ payload: { recipe } }: GenerateJob): string | null {
  if (recipe.given !== undefined) return 'It is made from footage, so its length and size stay.'
  return recipe.keyframes === undefined ? null : 'It begins with a picture, so its length and size stay.'
}

/** What its plan is asked for; null for a job that is made from footage or pictures, of which a plan needs to know more. */
export function planOf(draft: JobDraft, job: GenerateJob): GenerateRequest | null {
  const { recipe, memoryBytes } = job.payload
  if (whyFixed(job) !== null || draft.prompt.trim() === '') return null
  return { ...draft, pack: recipe.pack.id, ...(memoryBytes === undefined ? {} : { memoryBytes }) }
}
