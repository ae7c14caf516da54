/** Measures a long history on this machine's disk: `node test/bench/history.ts [edits] [clips] [folder]`. Docs: docs/decisions/timeline.md. */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { makeLargeLibrary } from '../support/large-library.ts'

const [edits = '100000', clips = '5000', where = tmpdir()] = process.argv.slice(2)
const ROUNDS = 5

const folder = mkdtempSync(join(where, 'cortado-bench-'))
const project = join(folder, 'Large.cortado')
try {
  await timed(`make ${edits} edits of ${clips} clips`, () =>
    makeLargeLibrary(project, { clips: Number(clips), edits: Number(edits) }),
  )
  reportBytes()
  await measureOpening('opened, as it is')
  await measureCrash()
  let library = await openLibrary(project)
  const id = library.project.sequence
  library.sequences.get(id)
  const { report } = await timed('compact without loss', () => library.sequences.compact(id, {}))
  library.close()
  say(
    `history ${report.bytes.before} to ${report.bytes.after} bytes, file ${report.file.before} to ${report.file.after}`,
  )
  reportBytes()
  await measureOpening('opened, compacted')
  library = await openLibrary(project)
  library.sequences.get(id)
  await timed('undo', () => library.sequences.undo(id))
  const first = firstPoint(library)
  await timed('jump over the whole history', () => library.sequences.jump(id, first))
  library.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Opening with the document on hand: the best and the worst of some rounds, with the time that the processor took. */
async function measureOpening(words: string): Promise<void> {
  const walls: number[] = []
  const busy: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [started, used] = [performance.now(), process.cpuUsage()]
    const library = await openLibrary(project)
    library.sequences.get(library.project.sequence)
    const { user, system } = process.cpuUsage(used)
    walls.push(performance.now() - started)
    busy.push((user + system) / 1000)
    library.close()
  }
  say(
    `${words}: ${Math.min(...walls).toFixed(0)} to ${Math.max(...walls).toFixed(0)} ms, processor ${Math.min(...busy).toFixed(0)} to ${Math.max(...busy).toFixed(0)} ms`,
  )
}

/** The same project as a crash leaves it, with commits in the log that were never folded in. */
async function measureCrash(): Promise<void> {
  const library = await openLibrary(project)
  library.shots.create({ prompt: 'one more' })
  const crashed = join(folder, 'Crashed.cortado')
  cpSync(project, crashed, { recursive: true, filter: (path) => !/-shm$|backup/.test(path) })
  library.close()
  const opened = await timed('opened after a crash', () => openLibrary(crashed))
  opened.close()
  rmSync(crashed, { recursive: true, force: true })
}

function firstPoint({ folder: path, project: { sequence } }: Library): number {
  const db = new Database(join(path, 'library.sqlite'), { readonly: true })
  const row = db
    .prepare<[string], { seq: number }>('SELECT min(seq) AS seq FROM history WHERE sequence = ?')
    .get(sequence)
  db.close()
  return row?.seq ?? 0
}

function reportBytes(): void {
  const bytes = statSync(join(project, 'library.sqlite')).size
  say(`the file: ${bytes} bytes, ${(bytes / Number(edits)).toFixed(0)} an edit`)
}

async function timed<T>(words: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  say(`${words}: ${(performance.now() - started).toFixed(0)} ms`)
  return result
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
