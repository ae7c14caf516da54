import * as fc from 'fast-check'
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { frame } from '../../../core/timeline/time.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { clip, newLibrary, trackOf } from './sample.ts'

interface AnyEdit {
  name: string
  which: number
  at: number
  length: number
  delta: number
  edge: 'in' | 'out'
}

const bytes = (library: Library): string =>
  canonicalJson(sequenceData(library.sequences.get(library.project.sequence).sequence))

/** Closes and opens again, so that the answer comes from the rows. */
async function reopen(library: Library): Promise<Library> {
  library.close()
  return openLibrary(library.folder)
}

function insertAt(library: Library, shot: string, start: number): void {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(shot, start), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
}

describe('a new project', () => {
  it('has an empty track for pictures and one for sound, at 24 frames a second', async () => {
    const library = await newLibrary()
    expect(library.sequences.get(library.project.sequence)).toMatchObject({
      revision: 0,
      undoLabel: null,
      redoLabel: null,
      sequence: {
        rate: { num: 24, den: 1 },
        size: { width: 512, height: 512 },
        tracks: [{ name: 'V1' }, { name: 'A1' }],
      },
    })
  })
})

describe('refused edits', () => {
  it('refuses a stale edit in the same place and changes nothing', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    const before = bytes(library)
    const edit: Edit = { name: 'insert', args: { track: trackOf(library), clip: clip(shot, 0), splitId: newId() } }
    expect(() => library.sequences.edit(library.project.sequence, { revision: 0, edits: [edit] })).toThrow(
      expect.objectContaining({ code: 'STALE_REVISION', message: expect.stringContaining('Insert clip') }),
    )
    expect(() => library.sequences.edit(library.project.sequence, { revision: 7, edits: [edit] })).toThrow(
      expect.objectContaining({ code: 'STALE_REVISION' }),
    )
    expect(bytes(library)).toBe(before)
  })

  it('makes a stale edit elsewhere, and tells of every step since', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    const edit: Edit = { name: 'overwrite', args: { track: trackOf(library), clip: clip(shot, 48), splitId: newId() } }
    const steps = library.sequences.edit(library.project.sequence, { revision: 0, edits: [edit], token: 'mine' })
    expect(steps.map(({ from, revision, token }) => [from, revision, token])).toEqual([
      [0, 1, null],
      [1, 2, 'mine'],
    ])
    expect(library.sequences.get(library.project.sequence).sequence.tracks[0]?.items.length).toBe(2)
  })

  it('refuses a clip of a shot that is not there, in memory and on disk', async () => {
    const library = await newLibrary()
    const edit: Edit = { name: 'insert', args: { track: trackOf(library), clip: clip(newId(), 0), splitId: newId() } }
    expect(() => library.sequences.edit(library.project.sequence, { revision: 0, edits: [edit] })).toThrow(
      expect.objectContaining({ code: 'EDIT_REFUSED' }),
    )
    const again = await reopen(library)
    expect(again.sequences.get(again.project.sequence)).toMatchObject({ revision: 0, undoLabel: null })
    expect(bytes(again)).toContain('"items":[]')
    again.close()
  })

  it('refuses what is no edit', async () => {
    const library = await newLibrary()
    const edit = { name: 'explode', args: {} } as unknown as Edit
    expect(() => library.sequences.edit(library.project.sequence, { revision: 0, edits: [edit] })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })

  it('has nothing to undo or redo in a new project', async () => {
    const { sequences, project } = await newLibrary()
    expect(() => sequences.undo(project.sequence)).toThrow(expect.objectContaining({ code: 'NOTHING_TO_UNDO' }))
    expect(() => sequences.redo(project.sequence)).toThrow(expect.objectContaining({ code: 'NOTHING_TO_REDO' }))
    expect(() => sequences.get(newId())).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})

describe('history', () => {
  it('survives a restart and names what undo and redo would do', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const empty = bytes(library)
    insertAt(library, shot, 0)
    insertAt(library, shot, 48)
    const full = bytes(library)
    let again = await reopen(library)
    expect(again.sequences.get(again.project.sequence)).toMatchObject({
      revision: 2,
      undoLabel: 'Insert clip',
    })
    expect(bytes(again)).toBe(full)
    again.sequences.undo(again.project.sequence)
    again = await reopen(again)
    expect(again.sequences.undo(again.project.sequence)).toMatchObject({
      revision: 4,
      undoLabel: null,
      redoLabel: 'Insert clip',
    })
    expect(bytes(again)).toBe(empty)
    again = await reopen(again)
    again.sequences.redo(again.project.sequence)
    expect(again.sequences.redo(again.project.sequence)).toMatchObject({ revision: 6, redoLabel: null })
    expect(bytes(again)).toBe(full)
    again.close()
  })

  it('drops redo on a new edit and keeps the rows of the branch', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    library.sequences.undo(library.project.sequence)
    insertAt(library, shot, 12)
    expect(() => library.sequences.redo(library.project.sequence)).toThrow(
      expect.objectContaining({ code: 'NOTHING_TO_REDO' }),
    )
    const db = new Database(join(library.folder, 'library.sqlite'), { readonly: true })
    expect(db.prepare("SELECT count(*) AS n FROM history WHERE label <> ''").get()).toEqual({ n: 2 })
    db.close()
  })

  it('keeps a clip that moves to another track of the same sequence', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const db = new Database(join(library.folder, 'library.sqlite'))
    db.prepare("INSERT INTO track (sequence, id, position, kind, name) VALUES (?, ?, 1, 'video', 'V2')").run(
      library.project.sequence,
      'track0002',
    )
    db.close()
    insertAt(library, shot, 0)
    const again = await reopen(library)
    const { sequence, revision } = again.sequences.get(again.project.sequence)
    const moved = sequence.tracks[0]?.items.first?.id ?? ''
    const args = { clip: moved, track: 'track0002', start: frame(24), splitId: newId() }
    again.sequences.edit(sequence.id, { revision, edits: [{ name: 'move', args }] })
    const last = await reopen(again)
    const { tracks } = last.sequences.get(last.project.sequence).sequence
    expect(tracks.map((track) => [...track.items].map((item) => item.start))).toEqual([[], [], [24]])
    last.close()
  })

  it('keeps the branch that an edit after undo leaves, and goes back to it', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    insertAt(library, shot, 48)
    const branch = bytes(library)
    const [left] = sequences.history(project.sequence, null, 1)
    sequences.undo(project.sequence)
    sequences.undo(project.sequence)
    insertAt(library, shot, 12)
    const now = bytes(library)
    const [here] = sequences.history(project.sequence, null, 1)
    expect(sequences.history(project.sequence, null, 10).map(({ label }) => label)).toEqual([
      'Insert clip',
      'Insert clip',
      'Insert clip',
      '',
    ])
    await sequences.jump(project.sequence, left?.step ?? 0)
    expect(bytes(library)).toBe(branch)
    sequences.undo(project.sequence)
    sequences.redo(project.sequence)
    expect(bytes(library)).toBe(branch)
    await sequences.jump(project.sequence, here?.step ?? 0)
    expect(bytes(library)).toBe(now)
    await expect(sequences.jump(project.sequence, 999)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tells what differs after a jump over many steps, and not each of them', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const id = project.sequence
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    const [near] = sequences.history(id, null, 1)
    const before = bytes(library)
    const first = sequences.get(id).sequence.tracks[0]?.items.first?.id ?? ''
    for (let batch = 0; batch < 3; batch += 1) {
      const { revision } = sequences.get(id)
      const edits = Array.from({ length: 200 }, (_, index): Edit => {
        return { name: 'changeClip', args: { clips: [first], name: `Kite ${batch} ${index}` } }
      })
      sequences.edit(id, { revision, edits })
    }
    const [far] = sequences.history(id, null, 1)
    const after = bytes(library)
    const { operations } = await sequences.jump(id, near?.step ?? 0)
    expect(operations.map((operation) => operation.do)).toEqual(['remove', 'put'])
    expect(bytes(library)).toBe(before)
    await sequences.jump(id, far?.step ?? 0)
    expect(bytes(await reopen(library))).toBe(after)
  })

  it('leads redo back along the branch that a jump went to, from the point where the branches meet', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const id = project.sequence
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    insertAt(library, shot, 48)
    const branch = bytes(library)
    const [far] = sequences.history(id, null, 1)
    sequences.undo(id)
    sequences.undo(id)
    insertAt(library, shot, 12)
    await sequences.jump(id, far?.step ?? 0)
    for (let step = 0; step < 2; step += 1) sequences.undo(id)
    for (let step = 0; step < 2; step += 1) sequences.redo(id)
    expect(bytes(library)).toBe(branch)
  })

  it('makes one step of a gesture, and refuses to go on with it once something else came in between', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 0)
    const before = bytes(library)
    const id = sequences.get(project.sequence).sequence.tracks[0]?.items.first?.id ?? ''
    const gesture = newId()
    const drag = (delta: number) => () => {
      const { revision } = sequences.get(project.sequence)
      const edits: Edit[] = [{ name: 'trim', args: { clip: id, edge: 'out', delta } }]
      return sequences.edit(project.sequence, { revision, edits, gesture })
    }
    for (const delta of [-1, -5, -9]) drag(delta)()
    expect(sequences.get(project.sequence).sequence.tracks[0]?.items.first?.length).toBe(39)
    expect(sequences.history(project.sequence, null, 10)).toHaveLength(3)
    sequences.undo(project.sequence)
    expect(bytes(library)).toBe(before)
    expect(drag(-3)).toThrow(expect.objectContaining({ code: 'STALE_REVISION' }))
    // What was made on top of it can be made again, and would not fit another end of the drag.
    sequences.redo(project.sequence)
    insertAt(library, shot, 96)
    sequences.undo(project.sequence)
    expect(drag(-3)).toThrow(expect.objectContaining({ code: 'STALE_REVISION' }))
  })

  it('nests clips into a sequence of their own, and refuses one that would show itself', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 24)
    const id = sequences.get(project.sequence).sequence.tracks[0]?.items.first?.id ?? ''
    const [inner, outer] = [newId(), newId()]
    const edits: Edit[] = [{ name: 'nest', args: { clips: [id], sequence: inner, clip: outer, name: 'Scene' } }]
    for (const taken of [shot, project.sequence]) {
      const args = { clips: [id], sequence: taken, clip: outer, name: 'Scene' }
      expect(() => sequences.edit(project.sequence, { revision: 1, edits: [{ name: 'nest', args }] })).toThrow(
        expect.objectContaining({ code: 'EDIT_REFUSED', reason: 'ID_TAKEN' }),
      )
    }
    sequences.edit(project.sequence, { revision: 1, edits })
    expect(sequences.list().map(({ name, nestedIn }) => [name, nestedIn])).toEqual([
      [project.name, 0],
      ['Scene', 1],
    ])
    expect(sequences.get(inner).sequence.tracks[0]?.items.first).toMatchObject({ id, start: 0, length: 48 })
    const self: Edit = {
      name: 'append',
      args: {
        clips: [
          {
            track: sequences.get(inner).sequence.tracks[0]?.id ?? '',
            clip: { ...clip(shot, 0), source: { kind: 'sequence', sequence: project.sequence } },
          },
        ],
      },
    }
    expect(() => sequences.edit(inner, { revision: 0, edits: [self] })).toThrow(
      expect.objectContaining({ code: 'EDIT_REFUSED', reason: 'NEST_CYCLE' }),
    )
    sequences.undo(project.sequence)
    expect(sequences.get(project.sequence).sequence.tracks[0]?.items.first).toMatchObject({ id, start: 24 })
  })

  it('does all that an edit brings with it when a gesture goes on: the sequence of a nest, and what is written along', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const shot = library.shots.create({ prompt: 'a kite' }).id
    insertAt(library, shot, 24)
    const id = sequences.get(project.sequence).sequence.tracks[0]?.items.first?.id ?? ''
    const gesture = newId()
    const [inner, outer] = [newId(), newId()]
    const go = (name: string, edit: Edit) => () => {
      const { revision } = sequences.get(project.sequence)
      const also = (): void => void library.shots.rename(shot, name)
      sequences.edit(project.sequence, { revision, edits: [edit], gesture, also })
    }
    const nest: Edit = { name: 'nest', args: { clips: [id], sequence: inner, clip: outer, name: 'Scene' } }
    go('one', { name: 'trim', args: { clip: id, edge: 'out', delta: -1 } })()
    go('two', nest)()
    expect([library.shots.get(shot).name, sequences.get(inner).sequence.tracks[0]?.items.first]).toMatchObject([
      'two',
      { id, length: 48 },
    ])
    expect(go('three', nest)).toThrow(expect.objectContaining({ code: 'EDIT_REFUSED', reason: 'ID_TAKEN' }))
    expect(library.shots.get(shot).name).toBe('two')
    sequences.undo(project.sequence)
    expect(sequences.get(project.sequence).sequence.tracks[0]?.items.first).toMatchObject({ id, length: 48 })
  })

  it('comes back to the same bytes after undoing any run of edits, from memory and from disk', async () => {
    let library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const track = trackOf(library)
    const anyEdit = fc.record({
      name: fc.constantFrom('insert', 'overwrite', 'move', 'trim', 'blade', 'lift', 'rippleDelete'),
      which: fc.nat(30),
      at: fc.nat(300),
      length: fc.integer({ min: 1, max: 48 }),
      delta: fc.integer({ min: -20, max: 20 }),
      edge: fc.constantFrom('in' as const, 'out' as const),
    })
    const toEdit = ({ name, which, at, length, delta, edge }: AnyEdit): Edit => {
      const items = [...(library.sequences.get(library.project.sequence).sequence.tracks[0]?.items ?? [])]
      const target = items[which % Math.max(1, items.length)]?.id ?? newId()
      switch (name) {
        case 'insert':
        case 'overwrite':
          return { name, args: { track, clip: clip(shot, at, length), splitId: newId() } }
        case 'move':
          return { name, args: { clip: target, track, start: frame(at), splitId: newId() } }
        case 'trim':
          return { name, args: { clip: target, edge, delta } }
        case 'blade':
          return { name, args: { clip: target, at: frame(at), newId: newId() } }
        case 'lift':
        case 'rippleDelete':
          return { name, args: { clip: target } }
        default:
          throw new Error(name)
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.array(anyEdit, { minLength: 1, maxLength: 12 }), async (edits) => {
        const states = [bytes(library)]
        for (const choice of edits) {
          const { revision } = library.sequences.get(library.project.sequence)
          try {
            library.sequences.edit(library.project.sequence, { revision, edits: [toEdit(choice)] })
          } catch (error) {
            expect(error).toMatchObject({ code: 'EDIT_REFUSED' })
            expect(bytes(library)).toBe(states.at(-1))
            continue
          }
          states.push(bytes(library))
        }
        library = await reopen(library)
        expect(bytes(library)).toBe(states.at(-1))
        for (const state of states.slice(0, -1).reverse()) {
          library.sequences.undo(library.project.sequence)
          expect(bytes(library)).toBe(state)
        }
        library = await reopen(library)
        expect(bytes(library)).toBe(states[0])
        for (const state of states.slice(1)) {
          library.sequences.redo(library.project.sequence)
          expect(bytes(library)).toBe(state)
        }
      }),
      { numRuns: 40 },
    )
    library.close()
  })
})
