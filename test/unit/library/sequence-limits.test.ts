import { expect, it } from 'vitest'
import type { Edit } from '../../../core/timeline/edit.ts'
import { newId } from '../../../main/library/index.ts'
import { clip, newLibrary, trackOf } from './sample.ts'

it('refuses frames beyond every film, with a code, wherever they come from', async () => {
  const library = await newLibrary()
  const shot = library.shots.create({ prompt: 'a kite' }).id
  const { sequences, project } = library
  const track = trackOf(library)
  const first: Edit = { name: 'insert', args: { track, clip: clip(shot, 0), splitId: newId() } }
  sequences.edit(project.sequence, { revision: 0, edits: [first] })
  const [one] = [...(sequences.get(project.sequence).sequence.tracks[0]?.items ?? [])]
  const id = one?.id ?? ''
  const far = Number.MAX_SAFE_INTEGER
  const put = (change: object): unknown => ({
    name: 'overwrite',
    args: { track, clip: { ...clip(shot, 96), ...change }, splitId: newId() },
  })
  const edits: [code: string, edit: unknown][] = [
    ...[{ start: far }, { length: far, available: far }, { offset: -far }, { start: 1e308 }].map(
      (change): [string, unknown] => ['INVALID_INPUT', put(change)],
    ),
    ['EDIT_REFUSED', { name: 'duplicate', args: { clips: [id], by: far, splitId: newId() } }],
    ['EDIT_REFUSED', { name: 'trim', args: { clip: id, edge: 'out', delta: far } }],
    ['EDIT_REFUSED', { name: 'slip', args: { clip: id, delta: -far } }],
    ['EDIT_REFUSED', { name: 'rippleTrim', args: { clip: id, edge: 'in', delta: -far } }],
  ]
  for (const [code, edit] of edits) {
    expect(
      () => sequences.edit(project.sequence, { revision: 1, edits: [edit as Edit] }),
      JSON.stringify(edit),
    ).toThrow(expect.objectContaining({ code }))
  }
})
