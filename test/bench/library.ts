/** Measures the project library on this machine's disk: `node test/bench/library.ts [folder]`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { newId, openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { clip, trackOf } from '../unit/library/sample-clip.ts'

const SHOTS = 50
const TAKES = 200
const EDITS = 500

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'cortado-bench-'))
try {
  let library = await openLibrary(join(folder, 'Bench.cortado'), { create: { name: 'Bench' } })
  const shot = library.shots.create({ prompt: 'a red kite over a grey sea' }).id
  measureEdits(library, shot, 'synchronous=FULL')
  await fillTakes(library, shot)
  library.close()
  library = await timed('open a library of 10,000 takes', () => openLibrary(join(folder, 'Bench.cortado')))
  const opened = library
  for (const words of ['first', 'second'])
    await timed(`list 50 shots of 200 takes, ${words} time`, () => opened.shots.list())
  await timed('find takes by a prefix', () => opened.search({ text: 'gre' }))
  library.close()
  measureSync('FULL')
  measureSync('NORMAL')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function measureEdits(library: Library, shot: string, words: string): void {
  const started = performance.now()
  for (let index = 0; index < EDITS; index += 1) {
    const { sequence, revision } = library.sequences.get(library.project.sequence)
    const args = { track: trackOf(library), clip: clip(shot, index * 24, 24), splitId: newId() }
    library.sequences.edit(sequence.id, { revision, edits: [{ name: 'insert', args }] })
  }
  report(`one edit, ${words}`, (performance.now() - started) / EDITS)
}

/** The first take goes the ordinary way; the others are copies of its row, or this would measure the disk for minutes. */
async function fillTakes(library: Library, first: string): Promise<void> {
  const shots = [first, ...Array.from({ length: SHOTS - 1 }, () => library.shots.create({ prompt: 'a sea' }).id)]
  const path = library.media.temporary('bin')
  writeFileSync(path, 'frames')
  const { sha256 } = await library.media.adopt(path, 'video/x-matroska')
  const size = { width: 64, height: 64 }
  const rate = { num: 8, den: 1 }
  await library.takes.record({
    job: null,
    shot: first,
    recipe: {
      schemaVersion: 1,
      pack: { id: 'cortado-mini', version: '1', sha256: 'a'.repeat(64) },
      operation: 'text-to-video',
      prompt: 'a red kite over a grey sea',
      negativePrompt: '',
      seed: 7,
      size,
      frames: 16,
      rate,
      scheduler: 'ddim',
      steps: 20,
      guidance: 7.5,
      window: null,
      provider: 'cpu',
      program: '0.1.0',
    },
    master: sha256,
    proxy: sha256,
    poster: sha256,
    filmstrip: sha256,
    filmstripFrames: 8,
    frames: 16,
    rate,
    size,
    parent: null,
    madeInMs: 1,
    peakBytes: 1,
  })
  const db = new Database(join(library.folder, 'library.sqlite'))
  const columns = (db.pragma('table_info(take)') as { name: string }[])
    .map((column) => column.name)
    .filter((name) => !['seq', 'id', 'shot', 'number'].includes(name))
    .join(', ')
  const copy = db.prepare(
    `INSERT INTO take (id, shot, number, ${columns}) SELECT ?, ?, ?, ${columns} FROM take WHERE seq = 1`,
  )
  db.transaction(() => {
    for (const shot of shots) for (let number = 2; number <= TAKES; number += 1) copy.run(newId(), shot, number)
  })()
  db.close()
}

function measureSync(mode: string): void {
  const db = new Database(join(folder, `${mode}.sqlite`))
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${mode}`)
  db.exec('CREATE TABLE note (text TEXT) STRICT')
  const add = db.prepare('INSERT INTO note VALUES (?)')
  const started = performance.now()
  for (let index = 0; index < EDITS; index += 1) add.run('x'.repeat(800))
  report(`one commit of 800 bytes, synchronous=${mode}`, (performance.now() - started) / EDITS)
  db.close()
}

async function timed<T>(words: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  report(words, performance.now() - started)
  return result
}

function report(words: string, ms: number): void {
  process.stdout.write(`${words}: ${ms.toFixed(2)} ms\n`)
}
