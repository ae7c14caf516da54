import { expect, it } from 'vitest'
import type { Edit } from '../../../core/timeline/edit.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { clip, newLibrary, trackOf } from './sample.ts'

function insertAt(library: Library, shot: string, start: number): void {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(shot, start), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
}

it('does what is asked for again under the same name once, also after a restart', async () => {
  let library = await newLibrary()
  const id = library.project.sequence
  const shot = library.shots.create({ prompt: 'a kite' }).id
  const edits: Edit[] = [{ name: 'insert', args: { track: trackOf(library), clip: clip(shot, 0), splitId: newId() } }]
  const made = library.sequences.edit(id, { revision: 0, edits, token: 'mine', by: 'me' })
  expect(library.sequences.edit(id, { revision: 0, edits, token: 'mine', by: 'me' })).toEqual(made)
  const undone = library.sequences.undo(id, { token: 'back', revision: 1 })
  expect(library.sequences.undo(id, { token: 'back', revision: 1 })).toEqual(undone)
  library.close()
  library = await openLibrary(library.folder)
  // What it did is not remembered any more; that it was done is.
  const again = library.sequences.edit(id, { revision: 0, edits, token: 'mine' })
  expect(again).toMatchObject([{ from: 1, revision: 1, operations: [], token: 'mine' }])
  expect(library.sequences.undo(id, { token: 'back' })).toMatchObject({ from: 2, revision: 2, operations: [] })
  expect(library.sequences.get(id).revision).toBe(2)
  expect(library.sequences.history(id, null, 1)).toMatchObject([{ label: 'Insert clip', by: 'me' }])
  library.close()
})

it('takes nothing back that the client has not seen', async () => {
  const library = await newLibrary()
  const id = library.project.sequence
  const shot = library.shots.create({ prompt: 'a kite' }).id
  insertAt(library, shot, 0)
  insertAt(library, shot, 48)
  const before = library.sequences.get(id)
  expect(() => library.sequences.undo(id, { revision: 1 })).toThrow(expect.objectContaining({ code: 'STALE_REVISION' }))
  expect(library.sequences.get(id)).toEqual(before)
  expect(library.sequences.undo(id, { revision: 2 }).revision).toBe(3)
  expect(() => library.sequences.redo(id, { revision: 2 })).toThrow(expect.objectContaining({ code: 'STALE_REVISION' }))
})
