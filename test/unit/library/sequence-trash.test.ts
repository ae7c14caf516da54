import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { frame } from '../../../core/timeline/time.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { newId, openLibrary, recoverProject } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { clip, code, newLibrary, temporaryFolder } from './sample.ts'

const FORMAT = { rate: { num: 24, den: 1 }, size: { width: 64, height: 64 } }
const ref = (id: string) => ({ kind: 'sequence' as const, id })
const refused = (reason: string, expected = 'ENTRY_IN_USE') => expect.objectContaining({ code: expected, reason })

function add(library: Library, name: string): string {
  return library.sequences.create({ name, ...FORMAT }).sequence.id
}

function edit(library: Library, id: string, ...edits: Edit[]): void {
  library.sequences.edit(id, { revision: library.sequences.get(id).revision, edits })
}

function put(library: Library, id: string, what: Clip): void {
  const track = library.sequences.get(id).sequence.tracks[0]?.id ?? ''
  edit(library, id, { name: 'overwrite', args: { track, clip: what, splitId: newId() } })
}

/** A clip that shows another sequence. */
const nest = (sequence: string, start = 0): Clip => ({ ...clip('', start), source: { kind: 'sequence', sequence } })

const names = (library: Library): string[] => library.sequences.list().map(({ name }) => name)
const found = (library: Library, trashed: boolean): string[] =>
  library.search({ kinds: ['sequence'], trashed }).hits.map(({ name }) => name)

describe('a sequence in the trash', () => {
  it('is out of sight, takes no edits, and comes back with its history', async () => {
    const library = await newLibrary()
    const id = add(library, 'Scene 2')
    const shot = library.shots.create({ prompt: 'a kite' }).id
    put(library, id, clip(shot, 0))
    put(library, id, clip(shot, 48))
    library.sequences.undo(id)
    const before = { ...library.sequences.get(id), sequence: sequenceData(library.sequences.get(id).sequence) }
    const points = library.sequences.history(id, null, 10)
    library.entries.trash([ref(id)])
    expect(names(library)).toEqual(['Kite'])
    expect([found(library, false), found(library, true)]).toEqual([['Kite'], ['Scene 2']])
    for (const change of [
      () => put(library, id, clip(shot, 96)),
      () => library.sequences.undo(id),
      () => library.sequences.redo(id),
      () => library.sequences.jump(id, points[2]?.step ?? 0),
    ]) {
      expect(change).toThrow(refused('SEQUENCE_TRASHED', 'EDIT_REFUSED'))
    }
    library.close()
    const again = await openLibrary(library.folder)
    again.entries.restore([ref(id)])
    const after = again.sequences.get(id)
    expect({ ...after, sequence: sequenceData(after.sequence) }).toMatchObject({ ...before, head: expect.anything() })
    expect(again.sequences.history(id, null, 10)).toEqual(points)
    again.sequences.redo(id)
    again.sequences.undo(id)
    again.sequences.undo(id)
    expect(again.sequences.get(id)).toMatchObject({ undoLabel: null, redoLabel: 'Overwrite' })
    again.close()
  })

  it('uses nothing, and brings back what it shows, however deep', async () => {
    const library = await newLibrary()
    const [outer, inner] = [add(library, 'Outer'), add(library, 'Inner')]
    const shot = library.shots.create({ prompt: 'a kite' }).id
    put(library, inner, clip(shot, 0))
    put(library, outer, nest(inner))
    expect(library.search({ used: true }).hits.map(({ id }) => id)).toEqual([shot, inner])
    expect(() => library.entries.trash([ref(inner)])).toThrow(refused('NESTED'))
    expect(() => library.entries.trash([ref(inner), { kind: 'shot', id: shot }])).toThrow(code('ENTRY_IN_USE'))
    // What shows the others may go with them, in whatever order they are named.
    library.entries.trash([{ kind: 'shot', id: shot }, ref(inner), ref(outer)])
    expect(names(library)).toEqual(['Kite'])
    expect(library.search({ used: true }).hits).toEqual([])
    library.entries.restore([ref(outer)])
    expect(names(library)).toEqual(['Kite', 'Outer', 'Inner'])
    expect(library.shots.list()).toHaveLength(1)
  })

  it('is never the last one, and another one comes first', async () => {
    const library = await newLibrary()
    const first = library.project.sequence
    expect(() => library.entries.trash([ref(first)])).toThrow(refused('LAST_SEQUENCE'))
    const second = add(library, 'Scene 2')
    expect(() => library.entries.trash([ref(first), ref(second)])).toThrow(refused('LAST_SEQUENCE'))
    expect(names(library)).toEqual(['Kite', 'Scene 2'])
    library.entries.trash([ref(first)])
    expect(library.project.sequence).toBe(second)
    library.close()
    const again = await openLibrary(library.folder)
    expect(again.project.sequence).toBe(second)
    again.entries.restore([ref(first)])
    expect(names(again)).toEqual(['Kite', 'Scene 2'])
    again.close()
  })

  it('comes back with an undo that puts its clip back', async () => {
    const library = await newLibrary()
    const { sequence: first } = library.project
    const inner = add(library, 'Inner')
    put(library, first, nest(inner))
    library.sequences.undo(first)
    library.entries.trash([ref(inner)])
    library.sequences.redo(first)
    expect(library.entries.restoreUsed()).toBe(true)
    expect(names(library)).toEqual(['Kite', 'Inner'])
  })
})

describe('emptying the trash', () => {
  it('deletes sequences with their history, and what only they needed', async () => {
    const library = await newLibrary()
    const [outer, inner] = [add(library, 'Outer'), add(library, 'Inner')]
    const shot = library.shots.create({ prompt: 'a kite' }).id
    put(library, inner, clip(shot, 0))
    library.sequences.undo(inner)
    put(library, outer, nest(inner))
    library.entries.trash([ref(outer), ref(inner), { kind: 'shot', id: shot }])
    expect(library.upkeep.emptyTrash()).toEqual({ removed: 3, kept: [] })
    expect(() => library.sequences.get(outer)).toThrow(code('NOT_FOUND'))
    expect(() => library.entries.restore([ref(inner)])).toThrow(code('NOT_FOUND'))
    expect(found(library, true)).toEqual([])
    library.close()
    const again = await openLibrary(library.folder)
    expect(names(again)).toEqual(['Kite'])
    again.close()
  })

  it('keeps what an undo elsewhere could bring back, and what that shows', async () => {
    const library = await newLibrary()
    const { sequence: first } = library.project
    const [outer, inner] = [add(library, 'Outer'), add(library, 'Inner')]
    const shot = library.shots.create({ prompt: 'a kite' }).id
    put(library, inner, clip(shot, 0))
    put(library, outer, nest(inner))
    put(library, first, nest(outer))
    library.sequences.undo(first)
    library.entries.trash([ref(outer), ref(inner), { kind: 'shot', id: shot }])
    const { removed, kept } = library.upkeep.emptyTrash()
    expect([removed, kept.map(({ reason }) => reason)]).toEqual([
      0,
      ['undo could bring it back', 'a sequence shows it', 'a sequence shows it'],
    ])
    library.sequences.redo(first)
    library.entries.restoreUsed()
    expect(names(library)).toEqual(['Kite', 'Outer', 'Inner'])
    expect(library.shots.list()).toHaveLength(1)
  })

  it('keeps what a render works with', async () => {
    const library = await newLibrary()
    const id = add(library, 'Scene 2')
    const job = library.jobs.add({ kind: 'render', sequence: id, preset: 'h264', out: '/film.mp4' })
    library.entries.trash([ref(id)])
    expect(library.upkeep.emptyTrash().kept).toMatchObject([{ id, reason: 'an unfinished job works with it' }])
    library.jobs.update(job.id, { state: 'cancelled' })
    expect(library.upkeep.emptyTrash()).toEqual({ removed: 1, kept: [] })
  })
})

describe('copies', () => {
  it('of a sequence show the same under ids of their own, and begin a history', async () => {
    const library = await newLibrary()
    const { sequence: id } = library.project
    const shot = library.shots.create({ prompt: 'a kite' }).id
    put(library, id, clip(shot, 0))
    const copy = library.sequences.duplicate(id, 'Second cut')
    expect(copy).toMatchObject({ revision: 0, undoLabel: null, redoLabel: null, sequence: { name: 'Second cut' } })
    expect(names(library)).toEqual(['Kite', 'Second cut'])
    library.sequences.undo(id)
    expect(library.search({ used: true }).hits.map((hit) => hit.id)).toEqual([shot])
    put(library, copy.sequence.id, { ...clip(shot, 48), length: frame(10) })
    expect(library.sequences.get(copy.sequence.id)).toMatchObject({ revision: 1, undoLabel: 'Overwrite' })
    expect(library.sequences.get(id).revision).toBe(2)
  })

  it('of a project and what is recovered of it keep the trash, or leave it out', async () => {
    const library = await newLibrary()
    const id = add(library, 'Scene 2')
    put(library, id, clip(library.shots.create({ prompt: 'a kite' }).id, 0))
    library.entries.trash([ref(id)])
    const folder = await temporaryFolder()
    await library.upkeep.copy({ to: join(folder, 'All'), what: 'all' })
    await library.upkeep.copy({ to: join(folder, 'Used'), what: 'used' })
    library.close()
    await recoverProject(library.folder, join(folder, 'Saved'))
    for (const [name, thrown] of [
      ['All', ['Scene 2']],
      ['Used', []],
      ['Saved', ['Scene 2']],
    ] as const) {
      const copy = await openLibrary(join(folder, name))
      expect([name, names(copy), found(copy, true)]).toEqual([name, ['Kite'], thrown])
      expect([name, copy.shots.list().length]).toEqual([name, thrown.length])
      copy.close()
    }
  })
})
