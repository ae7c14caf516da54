import { expect, test } from 'vitest'
import { JobEdit } from '../../../../core/generation/request.ts'
import { changeOf, draftOf, planOf, whyFixed } from '../../../../renderer/jobs/job-draft.ts'
import type { GenerateJob } from '../../../../renderer/jobs/job-draft.ts'
import { job } from '../job.ts'

const waiting = job('1'.repeat(20), '2'.repeat(20)) as GenerateJob
const { recipe } = waiting.payload

function withRecipe(change: Partial<typeof recipe>): GenerateJob {
  return { ...waiting, payload: { ...waiting.payload, recipe: { ...recipe, ...change } } }
}

test('only what differs is sent, and nothing where nothing does', () => {
  const draft = draftOf(waiting)
  expect(changeOf(draft, waiting)).toBeNull()
  const size = { width: recipe.size.width + 8, height: recipe.size.height }
  expect(changeOf({ ...draft, steps: 99, size }, waiting)).toEqual({ steps: 99, size })
  expect(changeOf({ ...draft, size: { ...recipe.size } }, waiting)).toBeNull()
})

test('a change without words leaves the prompt alone, and no prompt can be wiped', () => {
  expect(JobEdit.parse({ steps: 3 })).toEqual({ steps: 3 })
  expect(JobEdit.safeParse({ prompt: '  ' }).success).toBe(false)
  expect(JobEdit.safeParse({ takes: 3 }).success).toBe(false)
})

test('what is made from footage or a picture keeps its shape and is not planned anew', () => {
  const footage = [{ media: 'a'.repeat(64), from: 0, count: 4, at: 0 }]
  const given = { footage, make: [{ from: 4, to: 8 }], seen: { from: 0, to: 8 }, strength: 1 }
  const keyframes = [{ at: 0, strength: 1, picture: 'b'.repeat(64) }]
  for (const made of [withRecipe({ given }), withRecipe({ keyframes })]) {
    expect(whyFixed(made)).toMatch(/its length and size stay/)
    expect(planOf(draftOf(made), made)).toBeNull()
  }
  expect(whyFixed(waiting)).toBeNull()
  expect(planOf(draftOf(waiting), waiting)).toMatchObject({ pack: recipe.pack.id, frames: recipe.frames })
  expect(planOf({ ...draftOf(waiting), prompt: ' ' }, waiting)).toBeNull()
})
