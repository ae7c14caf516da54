import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../core/canonical-json.ts'
import { newId, openLibrary, recoverProject } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { findFfmpeg, openMasterWriter } from '../../main/media/index.ts'
import { clip, code, newLibrary, recipe, recordTake, temporaryFolder, trackOf } from '../unit/library/sample.ts'

const PAGE = 4096
const SHOTS = 150

/** A real library: bins, shots, takes, jobs, clips and their history. */
async function makeLibrary(): Promise<string> {
  const library = await newLibrary()
  const bin = library.bins.create({ name: 'Outer' }).id
  for (let index = 0; index < SHOTS; index += 1) {
    const shot = library.shots.create({
      prompt: `a red kite number ${index} over a grey sea, ${'again '.repeat(index % 50)}`,
    }).id
    if (index % 10 === 0) library.entries.file([{ kind: 'shot', id: shot }], bin)
    if (index % 5 > 0) continue
    const job = library.jobs.add({ kind: 'generate', shot, recipe: recipe() }).id
    const made = recipe({ prompt: `a red kite number ${index}`, seed: index })
    await recordTake(library, shot, { job, content: `take ${index % 20}`, recipe: made })
    addClip(library, shot)
  }
  library.close()
  return library.folder
}

function addClip(library: Library, shot: string): void {
  const { sequence, revision } = library.sequences.get(library.project.sequence)
  const start = sequence.tracks[0]?.items.length ?? 0
  const args = { track: trackOf(library), clip: clip(shot, start * 48), splitId: newId() }
  library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
}

function noise(path: string, page: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.alloc(PAGE, 0xa5), 0, PAGE, page * PAGE)
  closeSync(handle)
}

interface Counts {
  shots: number
  takes: number
  clips: number
}

/** What a project holds, read the way the studio reads it; every part of it must read. */
async function countAll(folder: string): Promise<Counts> {
  const library = await openLibrary(folder)
  try {
    const shots = library.shots.list()
    library.jobs.list()
    library.bins.list()
    library.search({ text: 'kite', limit: 500 })
    const { sequence } = library.sequences.get(library.project.sequence)
    for (const { items } of sequence.tracks)
      for (const item of items) if (item.source.kind === 'shot') library.shots.get(item.source.shot)
    addClip(library, library.shots.create({ prompt: 'work goes on' }).id)
    library.sequences.undo(sequence.id)
    const clips = sequence.tracks.reduce((sum, { items }) => sum + items.length, 0)
    return { shots: shots.length, takes: shots.reduce((sum, shot) => sum + shot.takes.length, 0), clips }
  } finally {
    library.close()
  }
}

/** A repeatable row of numbers from 0 to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

let original = ''
let whole: Counts
let kept = ''
beforeAll(async () => {
  // Made once, copied for each test: many takes take their time.
  kept = mkdtempSync(join(tmpdir(), 'cortado-recover-'))
  original = join(kept, 'Original.cortado')
})
afterAll(() => rmSync(kept, { recursive: true, force: true }))

async function damagedCopy(damage: (file: string) => void): Promise<{ from: string; to: string }> {
  if (!whole) {
    cpSync(await makeLibrary(), original, { recursive: true })
    whole = await countAll(original)
  }
  const folder = await temporaryFolder()
  const from = join(folder, 'Damaged.cortado')
  cpSync(original, from, { recursive: true })
  damage(join(from, 'library.sqlite'))
  return { from, to: join(folder, 'Saved.cortado') }
}

describe('recover', () => {
  it('gives all of a library that is whole, undo included', async () => {
    const { from, to } = await damagedCopy(() => undefined)
    const report = await recoverProject(from, to)
    expect(report).toMatchObject({ lost: [], rebuilt: [] })
    expect(await countAll(to)).toEqual({ ...whole, shots: whole.shots + 1 })
    const library = await openLibrary(to)
    expect(library.sequences.undo(library.project.sequence).undoLabel).not.toBeNull()
    expect(await library.upkeep.missing()).toEqual([])
    expect(library.bins.list()).toMatchObject([{ name: 'Outer', entries: 15 }])
    library.close()
  })

  it('keeps undo where the history is compacted', async () => {
    const { from, to } = await damagedCopy(() => undefined)
    const damaged = await openLibrary(from)
    const { id } = damaged.sequences.get(damaged.project.sequence).sequence
    const points = damaged.sequences.history(id, null, 100).length
    await damaged.sequences.compact(id, {})
    damaged.close()
    expect(await recoverProject(from, to)).toMatchObject({ lost: [] })
    const library = await openLibrary(to)
    expect(library.sequences.history(id, null, 100)).toHaveLength(points)
    while (library.sequences.get(id).undoLabel !== null) library.sequences.undo(id)
    library.close()
  })

  it('saves what pages that are whole still hold, wherever others are damaged', async () => {
    const pages = await damagedCopy(() => undefined).then(
      ({ from }) => statSync(join(from, 'library.sqlite')).size / PAGE,
    )
    const random = numbers(7)
    let saved = 0
    const rounds = 8
    for (let round = 0; round < rounds; round += 1) {
      const { from, to } = await damagedCopy((file) => {
        for (let hit = 0; hit <= round % 4; hit += 1) noise(file, Math.floor(random() * pages))
      })
      const before = readFileSync(join(from, 'library.sqlite'))
      const report = await recoverProject(from, to)
      expect(readFileSync(join(from, 'library.sqlite')).equals(before)).toBe(true)
      const counts = await countAll(to)
      expect(counts.shots + counts.takes).toBeLessThanOrEqual(whole.shots + whole.takes + 1)
      // What is not there any more is told of.
      if (counts.takes < whole.takes || counts.clips < whole.clips) expect(report.lost.length).toBeGreaterThan(0)
      saved += (counts.shots + counts.takes + counts.clips) / (whole.shots + whole.takes + whole.clips)
    }
    expect(saved / rounds).toBeGreaterThan(0.6)
  })

  it('tells rows by their shape where the first page is gone, and with it the way to every table', async () => {
    const { from, to } = await damagedCopy((file) => noise(file, 0))
    await expect(openLibrary(from)).rejects.toEqual(code('LIBRARY_DAMAGED'))
    const report = await recoverProject(from, to)
    const counts = await countAll(to)
    expect(counts.takes).toBe(whole.takes)
    expect(counts.clips).toBe(whole.clips)
    expect(counts.shots).toBeGreaterThanOrEqual(whole.takes)
    expect(report.lost).toContainEqual(expect.stringContaining('Undo'))
  })

  it('reads two thirds of a file', async () => {
    // Half of so small a file is its empty tables.
    const { from, to } = await damagedCopy((file) => truncateSync(file, Math.floor((statSync(file).size * 2) / 3)))
    await recoverProject(from, to)
    expect((await countAll(to)).shots).toBeGreaterThan(1)
  })

  it('drops rows that are whole and do not parse', async () => {
    const { from, to } = await damagedCopy((file) => {
      const db = new Database(file)
      db.exec(`UPDATE take SET recipe = '{"schemaVersion":1}' WHERE number = 1 AND seq = 3;
        UPDATE take SET recipe = 'not json' WHERE seq = 4;
        UPDATE job SET payload = '{}' WHERE seq = 5; UPDATE run_clips SET clips = replace(clips, '"start":48,"length":48', '"start":48,"length":-5')`)
      db.close()
    })
    const report = await recoverProject(from, to)
    expect(report.lost.length).toBeGreaterThanOrEqual(3)
    const counts = await countAll(to)
    expect(counts.takes).toBe(whole.takes - 2)
    expect(counts.clips).toBe(whole.clips - 1)
  })

  it('keeps out files that are not what their name says, and says so', async () => {
    const { from, to } = await damagedCopy(() => undefined)
    const library = await openLibrary(from)
    const [take] = library.takes.list()
    const master = library.media.locate(take?.master ?? '')?.path ?? ''
    library.close()
    writeFileSync(master, 'x'.repeat(statSync(master).size))
    const report = await recoverProject(from, to)
    expect(report.lost).toEqual([expect.stringContaining('1 files that are missing or damaged')])
    const saved = await openLibrary(to)
    expect(saved.takes.list()).toHaveLength(whole.takes)
    expect(await saved.upkeep.missing()).toMatchObject([{ sha256: take?.master }])
    saved.close()
  })

  it('makes takes again from masters alone, where the library is gone', async () => {
    const library = await newLibrary()
    const made = recipe({ prompt: 'a blue boat', frames: 4, size: { width: 32, height: 32 } })
    const path = library.media.temporary('mkv')
    const { path: ffmpegPath } = await findFfmpeg()
    const size = { width: 32, height: 32 }
    const writer = openMasterWriter({
      ffmpegPath,
      path,
      ...size,
      rate: made.rate,
      metadata: { CORTADO_RECIPE: canonicalJson(made) },
    })
    for (let frame = 0; frame < 4; frame += 1) await writer.write(Buffer.alloc(32 * 32 * 3, frame * 20))
    await writer.finish()
    const master = (await library.media.adopt(path, 'video/x-matroska')).sha256
    library.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(library.folder, `library.sqlite${suffix}`), { force: true })
    const to = join(await temporaryFolder(), 'Saved.cortado')
    const report = await recoverProject(library.folder, to)
    expect(report.rebuilt).toHaveLength(1)
    const saved = await openLibrary(to)
    expect(saved.shots.list()).toMatchObject([{ prompt: 'a blue boat', takes: [{ master, frames: 4, recipe: made }] }])
    expect(await saved.upkeep.missing()).toEqual([])
    saved.close()
  })

  it('writes into no project and into nothing that is in use', async () => {
    const { from, to } = await damagedCopy(() => undefined)
    await expect(recoverProject(from, from)).rejects.toEqual(code('PROJECT_EXISTS'))
    await expect(recoverProject(from, join(from, 'media', 'Saved'))).rejects.toEqual(code('PROJECT_EXISTS'))
    await expect(recoverProject(to, from)).rejects.toEqual(code('NOT_FOUND'))
    const open = await openLibrary(from)
    await expect(recoverProject(from, to)).rejects.toEqual(code('PROJECT_IN_USE'))
    open.close()
  })
})
