import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { FilmGoal, FollowUp } from '../../../core/generation/follow-up.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { carryOut, filmOf } from '../../../main/studio/follow-up.ts'
import { clip, newLibrary, recipe, recordTake, temporaryFolder, trackOf } from '../library/sample.ts'

/** A take of 16 frames at 8 a second, of which a sequence of 24 shows 48. */
const ALL = 48
const GIVEN = {
  footage: [{ media: 'a'.repeat(64), from: 0, count: 4, at: 0 }],
  make: [{ from: 4, to: 12 }],
  seen: { from: 0, to: 16 },
  strength: 1,
}

const clips = ({ sequences, project }: Library): Clip[] =>
  sequences.get(project.sequence).sequence.tracks.flatMap(({ items }) => [...items])
const shapes = (library: Library): number[][] =>
  clips(library).map(({ start, length, offset }) => [start, length, offset])
const followUp = (library: Library, job: string): FollowUp | undefined => library.jobs.get(job).followUp

function lay(library: Library, one: Clip): Clip {
  const { revision } = library.sequences.get(library.project.sequence)
  const edit = { name: 'overwrite', args: { track: trackOf(library), clip: one, splitId: newId() } } as const
  library.sequences.edit(library.project.sequence, { revision, edits: [edit] })
  return one
}

/** A shot with two takes, the first one picked, the second made by a job that was to do something to the film. */
async function finished(library: Library, shot: string, goal: FilmGoal): Promise<string> {
  const made = goal.kind === 'fill' ? recipe({ operation: 'bridge', given: GIVEN }) : recipe()
  const job = library.jobs.add({ kind: 'generate', shot, recipe: made }, filmOf(library, goal)).id
  await recordTake(library, shot, { job, recipe: made })
  return job
}

async function shotWithTake(library: Library): Promise<string> {
  const shot = library.shots.create({ prompt: 'a red kite' }).id
  await recordTake(library, shot)
  return shot
}

test('the clip that was extended reaches to the new end, as one edit that undo takes back', async () => {
  const library = await newLibrary()
  const shot = await shotWithTake(library)
  const one = lay(library, { ...clip(shot, 0, 24), available: frame(24) })
  const job = await finished(library, shot, { kind: 'lengthen', clip: one.id })
  const done = carryOut(library, job)
  expect(shapes(library)).toEqual([[0, ALL, 0]])
  expect(done?.step?.undoLabel).toBe('Extend')
  expect(library.shots.get(shot).picked).toBe(done?.take.id)
  expect(followUp(library, job)).toMatchObject({ state: 'done', note: null })
  library.sequences.undo(library.project.sequence)
  expect(shapes(library)).toEqual([[0, 24, 0]])
})

test('the next clip stops it, and the job says so', async () => {
  const library = await newLibrary()
  const shot = await shotWithTake(library)
  const one = lay(library, { ...clip(shot, 0, 24), available: frame(24) })
  lay(library, clip(shot, 30, 10))
  const job = await finished(library, shot, { kind: 'lengthen', clip: one.id })
  carryOut(library, job)
  expect(shapes(library)).toEqual([
    [0, 30, 0],
    [30, 10, 0],
  ])
  expect(followUp(library, job)).toMatchObject({ state: 'done', note: expect.stringMatching(/^The next clip is in/) })
})

test('what a bridge made is laid into its gap', async () => {
  const library = await newLibrary()
  const shot = await shotWithTake(library)
  lay(library, clip(shot, 0, 24))
  const gap = { track: trackOf(library), start: frame(24), length: frame(20) }
  const job = await finished(library, shot, { kind: 'fill', ...gap })
  carryOut(library, job)
  // 8 frames of the take are new, from its frame 4 on; the gap has room for 20 of their 24 on the sequence.
  expect(shapes(library)).toEqual([
    [0, 24, 0],
    [24, 20, 12],
  ])
  expect(library.sequences.get(library.project.sequence).undoLabel).toBe('Overwrite')
  expect(library.shots.get(shot).picked).toBe(library.takes.list(shot)[0]?.id)
})

test('a film that has changed meanwhile stays as it is, the take is there, and the job says why', async () => {
  const library = await newLibrary()
  const shot = await shotWithTake(library)
  const gap = { track: trackOf(library), start: frame(24), length: frame(24) }
  const bridge = await finished(library, shot, { kind: 'fill', ...gap })
  const one = lay(library, clip(shot, 40, 24))
  expect(carryOut(library, bridge)?.step).toBeNull()
  expect(followUp(library, bridge)).toMatchObject({
    state: 'refused',
    note: expect.stringMatching(/in the gap by now/),
  })

  const longer = await finished(library, shot, { kind: 'lengthen', clip: one.id })
  const { revision } = library.sequences.get(library.project.sequence)
  library.sequences.edit(library.project.sequence, { revision, edits: [{ name: 'lift', args: { clip: one.id } }] })
  carryOut(library, longer)
  expect(followUp(library, longer)).toMatchObject({ state: 'refused', note: expect.stringMatching(/no longer on the/) })
  expect(shapes(library)).toEqual([])
  expect(library.takes.list(shot)).toHaveLength(3)
  expect(library.jobs.due()).toEqual([])
})

test('a clip or a track that the film lacks is refused before the job is there', async () => {
  const library = await newLibrary()
  const gone = '0'.repeat(20)
  for (const goal of [
    { kind: 'lengthen', clip: gone },
    { kind: 'fill', track: gone, start: frame(0), length: frame(1) },
  ] as const) {
    expect(() => filmOf(library, goal)).toThrow(expect.objectContaining({ code: 'EDIT_REFUSED' }))
  }
})

test('an end between the take and the film is made up for once, and only once', async () => {
  const folder = join(await temporaryFolder(), 'Kite.cortado')
  let library = await openLibrary(folder, { create: { name: 'Kite' } })
  const shot = await shotWithTake(library)
  const one = lay(library, { ...clip(shot, 0, 24), available: frame(24) })
  const job = await finished(library, shot, { kind: 'lengthen', clip: one.id })
  const waiting = library.jobs.add({ kind: 'generate', shot, recipe: recipe() }, filmOf(library, { kind: 'show' }))
  library.close()

  library = await openLibrary(folder)
  expect(library.jobs.due()).toEqual([job])
  carryOut(library, job)
  const { revision } = library.sequences.get(library.project.sequence)
  library.close()

  library = await openLibrary(folder)
  onTestFinished(() => library.close())
  expect(library.jobs.due()).toEqual([])
  expect(carryOut(library, job)).toBeNull()
  expect(carryOut(library, waiting.id)).toBeNull()
  expect(library.sequences.get(library.project.sequence).revision).toBe(revision)
  expect(shapes(library)).toEqual([[0, ALL, 0]])
})

test('where the edit cannot be stored, neither is the word that it was made', async () => {
  const library = await newLibrary()
  const shot = await shotWithTake(library)
  const { revision } = library.sequences.get(library.project.sequence)
  const edit = { name: 'overwrite', args: { track: trackOf(library), clip: clip(shot, 0), splitId: newId() } } as const
  const full = (): never => {
    throw new Error('the disk went away')
  }
  expect(() => library.sequences.edit(library.project.sequence, { revision, edits: [edit], also: full })).toThrow(
    'the disk went away',
  )
  expect(library.sequences.get(library.project.sequence).revision).toBe(revision)
  expect(shapes(library)).toEqual([])
})
