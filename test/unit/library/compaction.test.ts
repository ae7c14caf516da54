import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { frame } from '../../../core/timeline/time.ts'
import { newId, openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { clip, newLibrary, temporaryFolder, trackOf } from './sample.ts'

const bytes = (library: Library): string =>
  canonicalJson(sequenceData(library.sequences.get(library.project.sequence).sequence))
const points = (library: Library): number[] =>
  library.sequences.history(library.project.sequence, null, 1000).map(({ step }) => step)
const edit = (library: Library, one: Edit): void => {
  const { revision } = library.sequences.get(library.project.sequence)
  library.sequences.edit(library.project.sequence, { revision, edits: [one], by: 'a window' })
}

async function reopen(library: Library): Promise<Library> {
  library.close()
  const again = await openLibrary(library.folder)
  onTestFinished(() => again.close())
  return again
}

const NAMES = 260

/**
 * A closed project with a history of three branches and 288 points, more than one pack holds:
 *
 *     root - 6 inserts - 260 names         (left)
 *                     \- 5 markers         (left)
 *                     \- 16 trims, of which the last 3 are undone: the present
 */
async function makeBranched(folder: string): Promise<Map<number, string>> {
  const library = await openLibrary(folder, { create: { name: 'Kite' } })
  const { sequences, project } = library
  const id = project.sequence
  const shot = library.shots.create({ prompt: 'a kite' }).id
  const states = new Map<number, string>()
  const note = (): void => {
    const here = sequences.history(id, null, 1000).find(({ current }) => current)
    states.set(here?.step ?? 0, bytes(library))
  }
  note()
  for (let index = 0; index < 6; index += 1) {
    edit(library, { name: 'insert', args: { track: trackOf(library), clip: clip(shot, index * 7), splitId: newId() } })
    note()
  }
  const fork = points(library)[0] ?? 0
  const first = sequences.get(id).sequence.tracks[0]?.items.first?.id ?? ''
  for (let index = 0; index < NAMES; index += 1) {
    edit(library, { name: 'changeClip', args: { clips: [first], name: `Kite ${index}` } })
    if (index % 20 === 0) note()
  }
  await sequences.jump(id, fork)
  for (let index = 0; index < 5; index += 1) {
    const marker = { id: newId(), at: frame(index), length: frame(0), name: 'M', note: '', colour: 'red' as const }
    edit(library, { name: 'setMarker', args: { marker } })
    note()
  }
  await sequences.jump(id, fork)
  const last = sequences.get(id).sequence.tracks[0]?.items.last?.id ?? ''
  for (let index = 0; index < 16; index += 1) {
    edit(library, { name: 'trim', args: { clip: last, edge: 'out', delta: -1 } })
    note()
  }
  for (let undone = 0; undone < 3; undone += 1) sequences.undo(id)
  library.close()
  return states
}

let made: string
let states: Map<number, string>

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'cortado-test-'))
  states = await makeBranched(join(made, 'Kite.cortado'))
  return () => rm(made, { recursive: true, force: true })
}, 120_000)

/** A copy of that project, open. */
async function branched(): Promise<Library> {
  const folder = join(await temporaryFolder(), 'Kite.cortado')
  cpSync(join(made, 'Kite.cortado'), folder, { recursive: true })
  const library = await openLibrary(folder)
  onTestFinished(() => library.close())
  return library
}

/** Goes to every point and compares, and comes back. */
async function expectStates(library: Library, states: ReadonlyMap<number, string>): Promise<void> {
  const { sequences, project } = library
  const here = sequences.history(project.sequence, null, 1000).find(({ current }) => current)
  for (const [step, state] of states) {
    await sequences.jump(project.sequence, step)
    expect(bytes(library)).toBe(state)
  }
  await sequences.jump(project.sequence, here?.step ?? 0)
}

describe('compaction that was asked to lose nothing', () => {
  it('keeps every state on every branch byte for byte, and takes a fraction of the room', async () => {
    const library = await branched()
    const now = bytes(library)
    const told = library.sequences.history(library.project.sequence, null, 1000)
    const { revision } = library.sequences.get(library.project.sequence)
    const { report, step } = await library.sequences.compact(library.project.sequence, {})
    expect(step).toBeNull()
    expect(report).toMatchObject({ points: { before: 288, after: 288 }, loss: { undo: 0, branches: 0 } })
    expect(report.bytes.after).toBeLessThan(report.bytes.before / 4)
    expect(report.file.after).toBeLessThan(report.file.before)
    expect(library.sequences.get(library.project.sequence).revision).toBe(revision)
    const again = await reopen(library)
    expect(bytes(again)).toBe(now)
    expect(again.sequences.history(again.project.sequence, null, 1000)).toEqual(told)
    expect(again.sequences.redo(again.project.sequence).redoLabel).toBe('Trim clip')
    again.sequences.undo(again.project.sequence)
    await expectStates(again, states)
    expect(points(again)).toHaveLength(288)
  })

  it('has nothing left to do the second time, and packs what came since', async () => {
    const library = await branched()
    const { sequences, project } = library
    const once = await sequences.compact(project.sequence, {})
    const twice = await sequences.compact(project.sequence, {})
    expect(twice.report.bytes.before).toBe(once.report.bytes.after)
    edit(library, { name: 'changeSequence', args: { name: 'Film' } })
    const last = await sequences.compact(project.sequence, {})
    expect(last.report.bytes.after).toBeLessThan(last.report.bytes.before)
    await expectStates(library, states)
  })

  it('lets a gesture go on in a step that was packed', async () => {
    const library = await newLibrary()
    const { sequences, project } = library
    const id = project.sequence
    const shot = library.shots.create({ prompt: 'a kite' }).id
    edit(library, { name: 'insert', args: { track: trackOf(library), clip: clip(shot, 0), splitId: newId() } })
    const first = sequences.get(id).sequence.tracks[0]?.items.first?.id ?? ''
    const gesture = newId()
    const drag = (delta: number): void => {
      const { revision } = sequences.get(id)
      sequences.edit(id, { revision, edits: [{ name: 'trim', args: { clip: first, edge: 'out', delta } }], gesture })
    }
    drag(-1)
    sequences.undo(id)
    await sequences.compact(id, {})
    sequences.redo(id)
    drag(-7)
    expect(sequences.get(id).sequence.tracks[0]?.items.first?.length).toBe(41)
    await sequences.compact(id, {})
    sequences.undo(id)
    expect(sequences.get(id).sequence.tracks[0]?.items.first?.length).toBe(48)
  })

  it('does not pack what is edited while it works', async () => {
    const library = await branched()
    const { sequences, project } = library
    const work = sequences.compact(project.sequence, {})
    sequences.undo(project.sequence)
    edit(library, { name: 'changeSequence', args: { name: 'Meanwhile' } })
    const meanwhile = bytes(library)
    await work
    expect(bytes(library)).toBe(meanwhile)
    await expectStates(library, states)
  })
})

describe('compaction that was asked to let go', () => {
  it('tells in a dry run what would be lost, and does nothing', async () => {
    const library = await branched()
    const { report, step } = await library.sequences.compact(library.project.sequence, {
      dropBranches: true,
      keepUndo: 10,
      dryRun: true,
    })
    expect(step).toBeNull()
    expect(report).toMatchObject({
      points: { before: 288, after: 14 },
      loss: { undo: 9, branches: 265 },
      bytes: { after: null },
    })
    await expectStates(library, states)
  })

  it('drops branches, and keeps undo and redo', async () => {
    const library = await branched()
    const { sequences, project } = library
    const before = points(library)
    // Some of them lie in packs, together with steps that stay.
    await sequences.compact(project.sequence, {})
    const { report, step } = await sequences.compact(project.sequence, { dropBranches: true })
    expect(report.loss).toEqual({ undo: 0, branches: 265 })
    expect(step).toMatchObject({ operations: [], undoLabel: 'Trim clip', redoLabel: 'Trim clip' })
    const kept = points(library)
    expect(kept).toHaveLength(23)
    const again = await reopen(library)
    await expectStates(again, new Map([...states].filter(([point]) => kept.includes(point))))
    for (const point of before.filter((one) => !kept.includes(one))) {
      await expect(again.sequences.jump(again.project.sequence, point)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const db = new Database(join(again.folder, 'library.sqlite'), { readonly: true })
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })

  it('drops what is older than the undo that is kept, with the branches that left from it', async () => {
    const library = await branched()
    const { sequences, project } = library
    const { report } = await sequences.compact(project.sequence, { keepUndo: 4 })
    expect(report).toMatchObject({ points: { before: 288, after: 8 }, loss: { undo: 15, branches: 265 } })
    const kept = points(library)
    await expectStates(library, new Map([...states].filter(([point]) => kept.includes(point))))
    for (let step = 0; step < 4; step += 1) sequences.undo(project.sequence)
    expect(() => sequences.undo(project.sequence)).toThrow(expect.objectContaining({ code: 'NOTHING_TO_UNDO' }))
    for (let step = 0; step < 7; step += 1) sequences.redo(project.sequence)
    const again = await reopen(library)
    expect(bytes(again)).toBe(states.get(kept[0] ?? 0))
    edit(again, { name: 'changeSequence', args: { name: 'Goes on' } })
  })

  it('keeps branches that leave from a point that stays', async () => {
    const library = await branched()
    const { sequences, project } = library
    const { report } = await sequences.compact(project.sequence, { keepUndo: 15 })
    expect(report.loss).toEqual({ undo: 4, branches: 0 })
  })

  it('may let go of all undo', async () => {
    const library = await branched()
    const { sequences, project } = library
    const now = bytes(library)
    const { step } = await sequences.compact(project.sequence, { keepUndo: 0, dropBranches: true })
    expect(step).toMatchObject({ undoLabel: null, redoLabel: 'Trim clip' })
    expect(bytes(library)).toBe(now)
    expect(points(library)).toHaveLength(4)
  })
})

it('deletes at the next opening what was let go of when the project was closed, and lists nothing of it meanwhile', async () => {
  const library = await branched()
  const { sequences, project } = library
  // Some of it lies in packs, together with steps that stay.
  await sequences.compact(project.sequence, {})
  let listed: number[] = []
  const begun = sequences.compact(project.sequence, { keepUndo: 4 }, async (work) => {
    const step = await work()
    listed = points(library)
    library.close()
    return step
  })
  await expect(begun).rejects.toMatchObject({ code: 'NO_PROJECT' })
  expect(listed).toHaveLength(8)
  const again = await openLibrary(library.folder)
  onTestFinished(() => again.close())
  expect(points(again)).toEqual(listed)
  await expectStates(again, new Map([...states].filter(([point]) => listed.includes(point))))
  const db = new Database(join(again.folder, 'library.sqlite'), { readonly: true })
  expect(db.prepare('SELECT count(*) AS n FROM history').get()).toEqual({ n: 8 })
  expect(db.prepare('SELECT count(*) AS n FROM let_go').get()).toEqual({ n: 0 })
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})
