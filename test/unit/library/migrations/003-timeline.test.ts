import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import { openSequence, sequenceData } from '../../../../core/timeline/document.ts'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import type { Edit } from '../../../../core/timeline/edit.ts'
import type { SequenceData } from '../../../../core/timeline/sequence.ts'
import { openLibrary } from '../../../../main/library/index.ts'
import type { Library } from '../../../../main/library/index.ts'
import { makeOldLibrary } from '../../../support/old-library.ts'
import { choice, toEdit } from '../../timeline/scripts.ts'
import { temporaryFolder } from '../sample.ts'

const SHOT = 'shot0001'
const EMPTY: SequenceData = {
  id: 'sequence1',
  name: 'Old film',
  rate: { num: 24, den: 1 },
  size: { width: 512, height: 512 },
  tracks: [
    { id: 'video0000', kind: 'video', name: 'V1', items: [] },
    { id: 'video0001', kind: 'video', name: 'V2', items: [] },
  ],
}

/** The edits that version 2 had. */
const OLD = new Set<Edit['name']>(['insert', 'overwrite', 'move', 'trim', 'blade', 'lift', 'rippleDelete'])

/** So many states, each an old edit after the one before. */
function statesOf(seed: number, count: number, first: SequenceData): SequenceData[] {
  const states = [first]
  const filter = ({ name, which }: { name: Edit['name']; which: number }): boolean => OLD.has(name) && which % 7 !== 0
  const choices = fc.sample(choice.filter(filter), { seed, numRuns: 20 * count })
  for (const [index, one] of choices.entries()) {
    if (states.length > count) return states
    const now = openSequence(states.at(-1) ?? first)
    // Clips come most of the time, or the sequence would stay empty.
    const edit = toEdit(now, index % 2 === 0 ? { ...one, name: 'insert' } : one, seed * 1000 + index)
    try {
      states.push(sequenceData(applyEdit(now, edit)))
    } catch (error) {
      expect(error).toMatchObject({ code: 'EDIT_REFUSED' })
    }
  }
  throw new Error('too many edits were refused')
}

const bytes = (library: Library): string => canonicalJson(sequenceData(library.sequences.get(EMPTY.id).sequence))

it('brings a library of version 2 over with every state of its history, byte for byte, on both branches', async () => {
  const folder = join(await temporaryFolder(), 'Old.cortado')
  const left = statesOf(1, 130, EMPTY)
  const fork = 100
  const right = statesOf(2, 60, left[fork] ?? EMPTY)
  const stepsOf = (states: readonly SequenceData[], parent: (index: number) => number) =>
    states.slice(1).map((after, index) => ({ parent: parent(index), before: states[index] ?? EMPTY, after }))
  const steps = [
    ...stepsOf(left, (index) => index),
    ...stepsOf(right, (index) => (index === 0 ? fork : left.length - 1 + index)),
  ]
  const now = right.at(-1) ?? EMPTY
  makeOldLibrary(folder, SHOT, now, steps)

  let library = await openLibrary(folder)
  expect(library.sequences.get(EMPTY.id)).toMatchObject({ revision: steps.length, undoLabel: 'Old edit' })
  expect(bytes(library)).toBe(canonicalJson(now))
  const points = library.sequences.history(EMPTY.id, null, 1000).reverse()
  const back = [...right.slice(0, -1).reverse(), ...left.slice(0, fork).reverse()]
  for (const state of back) {
    library.sequences.undo(EMPTY.id)
    expect(bytes(library)).toBe(canonicalJson(state))
  }
  expect(library.sequences.get(EMPTY.id).undoLabel).toBeNull()
  library.close()
  library = await openLibrary(folder)
  for (const state of back.slice(0, -1).reverse()) {
    library.sequences.redo(EMPTY.id)
    expect(bytes(library)).toBe(canonicalJson(state))
  }
  await library.sequences.jump(EMPTY.id, points[left.length - 1]?.step ?? 0)
  expect(bytes(library)).toBe(canonicalJson(left.at(-1)))
  // What a sequence shows is counted from now on.
  library.close()
  const db = new Database(join(folder, 'library.sqlite'), { readonly: true })
  const clips = left.at(-1)?.tracks.flatMap(({ items }) => items).length
  expect(db.prepare('SELECT source, clips FROM usage').all()).toEqual([{ source: `shot:${SHOT}`, clips }])
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})

it.each([
  ['is no JSON', 'rubbish'],
  ['is no patch', '{"items":[{"track":7}]}'],
  ['puts no clip', '{"items":[{"track":"video0000","remove":[],"put":[null]}]}'],
])('refuses an old library whose history %s, and leaves it at version 2', async (_words, forward) => {
  const folder = join(await temporaryFolder(), 'Old.cortado')
  const [before = EMPTY, after = EMPTY] = statesOf(3, 1, EMPTY)
  makeOldLibrary(folder, SHOT, after, [{ parent: 0, before, after }])
  const db = new Database(join(folder, 'library.sqlite'))
  db.prepare(`UPDATE history SET forward = ? WHERE forward <> ''`).run(forward)
  db.close()
  await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'LIBRARY_DAMAGED' })
  const still = new Database(join(folder, 'library.sqlite'), { readonly: true })
  expect(still.pragma('user_version', { simple: true })).toBe(2)
  still.close()
})
