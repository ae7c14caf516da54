import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { makeLargeLibrary } from '../../support/large-library.ts'
import { temporaryFolder } from './sample.ts'

const bytes = (library: Library): string =>
  canonicalJson(sequenceData(library.sequences.get(library.project.sequence).sequence))

it('goes a long way beside everything else, and lets nothing change the sequence meanwhile', async () => {
  const folder = join(await temporaryFolder(), 'Large.cortado')
  await makeLargeLibrary(folder, { clips: 60, edits: 4000 })
  const library = await openLibrary(folder)
  onTestFinished(() => library.close())
  const { sequences, project } = library
  const id = project.sequence
  const points = sequences.history(id, null, 5000).map(({ step }) => step)
  const [last = 0, first = 0] = [points[0], points.at(-1)]
  const now = bytes(library)
  const { revision, sequence } = sequences.get(id)
  const other = sequences.create({ name: 'Other', rate: sequence.rate, size: sequence.size }).sequence.id
  const edits: Edit[] = [{ name: 'changeSequence', args: { name: 'Meanwhile' } }]
  const busy = expect.objectContaining({ code: 'SEQUENCE_BUSY' })

  const jump = sequences.jump(id, first)
  expect(() => sequences.edit(id, { revision, edits })).toThrow(busy)
  expect(() => sequences.undo(id)).toThrow(busy)
  expect(() => sequences.redo(id)).toThrow(busy)
  await expect(sequences.jump(id, last)).rejects.toEqual(busy)
  expect(bytes(library)).toBe(now)
  expect(sequences.edit(other, { revision: 0, edits })).toHaveLength(1)
  expect(await jump).toMatchObject({ from: revision, revision: revision + 1, undoLabel: null })
  const empty = bytes(library)
  expect(sequences.get(id).sequence.tracks.every(({ items }) => items.length === 0)).toBe(true)

  // The same states by steps that are told as they are, forth and back, and by long ways in between.
  const some = points.filter((_, index) => index % 200 === 0).reverse()
  const states: string[] = []
  for (const point of some) {
    await sequences.jump(id, point)
    states.push(bytes(library))
  }
  expect(states.at(-1)).toBe(now)
  for (const index of [7, 0, 12, 3, 19]) {
    await sequences.jump(id, some[index] ?? 0)
    expect(bytes(library)).toBe(states[index])
  }
  await sequences.jump(id, first)
  library.close()
  const again = await openLibrary(folder)
  onTestFinished(() => again.close())
  expect(bytes(again)).toBe(empty)
})
