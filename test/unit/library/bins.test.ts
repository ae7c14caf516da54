import { describe, expect, it } from 'vitest'
import { BIN_DEPTH } from '../../../core/library/bins.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import { clip, code, newLibrary, recordTake, trackOf } from './sample.ts'

describe('bins', () => {
  it('are made, named, moved and counted, and are there after a restart', async () => {
    const library = await newLibrary()
    const day = library.bins.create({ name: ' Day 1 ' })
    const night = library.bins.create({ name: 'Night', parent: day.id })
    const shot = library.shots.create({ prompt: 'a kite' })
    library.entries.file([{ kind: 'shot', id: shot.id }], night.id)
    expect(library.bins.rename(day.id, 'Monday').name).toBe('Monday')
    expect(library.bins.move(night.id, null).parent).toBeNull()
    library.close()
    const again = await openLibrary(library.folder)
    expect(again.bins.list().map(({ name, parent, entries }) => [name, parent, entries])).toEqual([
      ['Monday', null, 0],
      ['Night', null, 1],
    ])
    expect(again.shots.get(shot.id).bin).toBe(night.id)
    again.close()
  })

  it('cannot lie in themselves, too deep, or without a name', async () => {
    const { bins } = await newLibrary()
    const outer = bins.create({ name: 'A' })
    let inner = outer
    for (let depth = 1; depth < BIN_DEPTH; depth += 1) inner = bins.create({ name: 'B', parent: inner.id })
    expect(() => bins.create({ name: 'C', parent: inner.id })).toThrow(code('INVALID_INPUT'))
    expect(() => bins.move(outer.id, inner.id)).toThrow(code('INVALID_INPUT'))
    expect(() => bins.move(outer.id, outer.id)).toThrow(code('INVALID_INPUT'))
    const other = bins.create({ name: 'E' })
    bins.create({ name: 'F', parent: other.id })
    const above = bins.get(inner.parent ?? '')
    // With the one inside it, it would lie a level too deep.
    expect(() => bins.move(other.id, above.id)).toThrow(code('INVALID_INPUT'))
    expect(bins.move(other.id, above.parent).parent).toBe(above.parent)
    expect(() => bins.rename(outer.id, ' ')).toThrow(code('INVALID_INPUT'))
    expect(() => bins.create({ name: 'D', parent: newId() })).toThrow(code('NOT_FOUND'))
  })

  it('that go leave what lies in them to the bin around them', async () => {
    const library = await newLibrary()
    const outer = library.bins.create({ name: 'Outer' }).id
    const middle = library.bins.create({ name: 'Middle', parent: outer }).id
    const inner = library.bins.create({ name: 'Inner', parent: middle }).id
    const [a, b] = ['a', 'b'].map((prompt) => library.shots.create({ prompt }).id) as [string, string]
    library.entries.file([{ kind: 'shot', id: a }], middle)
    library.entries.file([{ kind: 'shot', id: b }], inner)
    library.entries.removeBin(middle, 'up')
    expect(library.shots.get(a).bin).toBe(outer)
    expect(library.shots.get(b).bin).toBe(inner)
    expect(library.bins.get(inner).parent).toBe(outer)
  })

  it('that go with their contents put all of it into the trash, or nothing where the film shows a part of it', async () => {
    const library = await newLibrary()
    const outer = library.bins.create({ name: 'Outer' }).id
    const inner = library.bins.create({ name: 'Inner', parent: outer }).id
    const [a, b] = ['a', 'b'].map((prompt) => library.shots.create({ prompt }).id) as [string, string]
    await recordTake(library, b)
    library.entries.file([{ kind: 'shot', id: a }], outer)
    library.entries.file([{ kind: 'shot', id: b }], inner)
    const { sequence, revision } = library.sequences.get(library.project.sequence)
    const args = { track: trackOf(library), clip: clip(b, 0), splitId: newId() }
    library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
    expect(() => library.entries.removeBin(outer, 'trash')).toThrow(code('ENTRY_IN_USE'))
    expect(library.bins.list()).toHaveLength(2)
    expect(library.shots.list()).toHaveLength(2)
    library.sequences.undo(sequence.id)
    library.entries.removeBin(outer, 'trash')
    expect(library.bins.list()).toEqual([])
    expect(library.shots.list()).toEqual([])
    library.entries.restore([
      { kind: 'shot', id: a },
      { kind: 'shot', id: b },
    ])
    expect(library.shots.list().map(({ bin, takes }) => [bin, takes.length])).toEqual([
      [null, 0],
      [null, 1],
    ])
  })
})
