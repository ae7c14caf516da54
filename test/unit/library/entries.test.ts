import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { adopt, clip, code, newLibrary, recipe, recordTake, trackOf } from './sample.ts'

const DAY = 24 * 60 * 60 * 1000

function insert(library: Library, shot: string): void {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const args = { track: trackOf(library), clip: clip(shot, 0), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
}

/** An imported file; what it holds does not matter here. */
async function importSound(library: Library, content = 'sound', name = '/from/Horn.wav') {
  const sound = { codec: 'pcm_s16le', channels: 2, sampleRate: 48_000, samples: 96_000 }
  return library.imported.record({
    file: await adopt(library, content, 'audio/wav'),
    path: name,
    info: { kind: 'audio', format: 'wav', picture: null, sound },
    proxy: null,
    poster: null,
    filmstrip: null,
    filmstripFrames: 0,
    bin: null,
  })
}

describe('marks', () => {
  it('are kept on shots, takes and media', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' })
    const take = await recordTake(library, shot.id)
    const media = await importSound(library)
    const entries = [
      { kind: 'shot' as const, id: shot.id },
      { kind: 'take' as const, id: take.id },
      { kind: 'media' as const, id: media.id },
    ]
    library.entries.mark(entries, { label: 'teal', favourite: true })
    const marks = { label: 'teal', favourite: true }
    expect(library.shots.get(shot.id)).toMatchObject({ ...marks, takes: [marks] })
    expect(library.imported.get(media.id)).toMatchObject(marks)
    library.entries.mark(entries, { label: null })
    expect(library.takes.get(take.id)).toMatchObject({ label: null, favourite: true })
  })

  it('are set on all entries or on none', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' })
    const entries = [
      { kind: 'shot' as const, id: shot.id },
      { kind: 'take' as const, id: newId() },
    ]
    expect(() => library.entries.mark(entries, { favourite: true })).toThrow(code('NOT_FOUND'))
    expect(library.shots.get(shot.id).favourite).toBe(false)
    expect(() => library.entries.file([{ kind: 'shot', id: shot.id }], newId())).toThrow(code('NOT_FOUND'))
  })

  it('put takes into no bin of their own', async () => {
    const library = await newLibrary()
    const take = await recordTake(library, library.shots.create({ prompt: 'a kite' }).id)
    const bin = library.bins.create({ name: 'A' })
    expect(() => library.entries.file([{ kind: 'take', id: take.id }], bin.id)).toThrow(code('INVALID_INPUT'))
  })
})

describe('the trash', () => {
  it('hides a shot with its takes and gives both back', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const [kept, thrown] = [await recordTake(library, shot), await recordTake(library, shot, { content: 'b' })]
    library.entries.trash([{ kind: 'take', id: thrown.id }])
    library.entries.trash([{ kind: 'shot', id: shot }])
    expect(library.shots.list()).toEqual([])
    expect(library.takes.list()).toEqual([])
    expect(library.search({ trashed: true }).hits.map((hit) => hit.kind)).toEqual(['take', 'take', 'shot'])
    library.close()
    const again = await openLibrary(library.folder)
    again.entries.restore([{ kind: 'shot', id: shot }])
    // What was thrown away before the shot was, stays thrown away.
    expect(again.shots.get(shot).takes.map((take) => take.id)).toEqual([kept.id])
    again.entries.restore([{ kind: 'take', id: thrown.id }])
    expect(again.shots.get(shot).takes).toHaveLength(2)
    again.close()
  })

  it('refuses what the film shows, and lets a shot show its next best take', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const takes = []
    for (const content of ['a', 'b', 'c']) takes.push(await recordTake(library, shot, { content }))
    const [first, second, third] = takes.map((take) => take.id) as [string, string, string]
    library.takes.rate(second, { rating: 4 })
    insert(library, shot)
    expect(() => library.entries.trash([{ kind: 'shot', id: shot }])).toThrow(code('ENTRY_IN_USE'))
    expect(() => library.entries.trash([{ kind: 'take', id: first }])).toThrow(code('ENTRY_IN_USE'))
    library.entries.trash([{ kind: 'take', id: third }])
    library.sequences.undo(library.project.sequence)
    library.entries.trash([{ kind: 'take', id: first }])
    expect(library.shots.get(shot)).toMatchObject({ picked: second, takes: [{ id: second }] })
  })

  it('refuses a shot that jobs make takes of', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const job = library.jobs.add({ kind: 'generate', shot, recipe: recipe() })
    expect(() => library.entries.trash([{ kind: 'shot', id: shot }])).toThrow(code('ENTRY_IN_USE'))
    library.jobs.update(job.id, { state: 'cancelled' })
    library.entries.trash([{ kind: 'shot', id: shot }])
    expect(library.shots.list()).toEqual([])
  })

  it('is emptied of all but what undo or a job needs; files go a day later', async () => {
    const library = await newLibrary()
    const [gone, undoable] = ['gone', 'undoable'].map((prompt) => library.shots.create({ prompt }).id) as [
      string,
      string,
    ]
    const take = await recordTake(library, gone, { content: 'gone' })
    await recordTake(library, undoable, { content: 'kept' })
    const media = await importSound(library)
    insert(library, undoable)
    library.sequences.undo(library.project.sequence)
    library.entries.trash([
      { kind: 'shot', id: gone },
      { kind: 'shot', id: undoable },
      { kind: 'media', id: media.id },
    ])
    const emptied = library.upkeep.emptyTrash()
    expect(emptied.removed).toBe(3)
    expect(emptied.kept.map(({ kind }) => kind).sort()).toEqual(['shot', 'take'])
    // Redo still finds its shot, and what the film shows is in the trash no longer.
    library.sequences.redo(library.project.sequence)
    expect(library.entries.restoreUsed()).toBe(true)
    expect(library.shots.list()).toMatchObject([{ id: undoable, takes: [{ number: 1 }] }])
    expect(library.entries.restoreUsed()).toBe(false)
    expect(() => library.takes.get(take.id)).toThrow(code('NOT_FOUND'))
    const master = library.media.locate(take.master)?.path ?? ''
    expect(library.upkeep.collectGarbage()).toBe(0)
    expect(existsSync(master)).toBe(true)
    expect(library.upkeep.collectGarbage(Date.now() + DAY + 1000)).toBe(5)
    expect(existsSync(master)).toBe(false)
    expect(library.media.locate(take.master)).toBeNull()
    expect(await library.upkeep.missing()).toEqual([])
  })

  it('is emptied of nothing that undo needs, also where the history is compacted', async () => {
    const library = await newLibrary()
    const undoable = library.shots.create({ prompt: 'undoable' }).id
    insert(library, undoable)
    library.sequences.undo(library.project.sequence)
    await library.sequences.compact(library.project.sequence, {})
    const db = new Database(join(library.folder, 'library.sqlite'), { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM history_pack').get()).toEqual({ n: 1 })
    db.close()
    library.entries.trash([{ kind: 'shot', id: undoable }])
    expect(library.upkeep.emptyTrash()).toMatchObject({ removed: 0, kept: [{ kind: 'shot', id: undoable }] })
    library.sequences.redo(library.project.sequence)
    expect(library.entries.restoreUsed()).toBe(true)
  })

  it('leaves files that a recipe of another take is made from', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'source' }).id
    const source = await recordTake(library, shot, { content: 'source' })
    const other = library.shots.create({ prompt: 'other' }).id
    const keyframes = [{ at: 0, strength: 1, picture: source.master }]
    const made = await recordTake(library, other, { content: 'other', recipe: recipe({ keyframes }) })
    library.entries.trash([{ kind: 'shot', id: shot }])
    library.upkeep.emptyTrash()
    library.upkeep.collectGarbage(Date.now() + 2 * DAY)
    expect(library.media.locate(source.master)).not.toBeNull()
    expect(library.takes.get(made.id).recipe.keyframes).toEqual(keyframes)
  })
})

describe('imported media', () => {
  it('are one entry for each content, found by hash and listed where takes have the same footage', async () => {
    const library = await newLibrary()
    const media = await importSound(library)
    expect((await importSound(library, 'sound', '/elsewhere/Other.wav')).id).toBe(media.id)
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const twins = [await recordTake(library, shot), await recordTake(library, shot)]
    await recordTake(library, shot, { content: 'other' })
    expect(library.upkeep.duplicates()).toMatchObject([{ entries: twins.map(({ id }) => ({ kind: 'take', id })) }])
  })
})

describe('the lineage of a take', () => {
  it('leads to where it comes from and to what came from it', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a kite' }).id
    const first = await recordTake(library, shot, { content: '1' })
    const second = await recordTake(library, shot, { content: '2', replaces: first.id })
    const third = await recordTake(library, shot, { content: '3', replaces: second.id })
    const fourth = await recordTake(library, shot, { content: '4', replaces: first.id })
    const ids = (takes: { id: string }[]): string[] => takes.map((take) => take.id)
    const { ancestors, descendants } = library.takes.lineage(second.id)
    expect([ids(ancestors), ids(descendants)]).toEqual([[first.id], [third.id]])
    expect(ids(library.takes.lineage(first.id).descendants)).toEqual([second.id, third.id, fourth.id])
    expect(ids(library.takes.lineage(third.id).ancestors)).toEqual([second.id, first.id])
  })
})
