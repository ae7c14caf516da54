/**
 * Measures a long history on this machine's disk: `node test/bench/history.ts [edits] [clips] [folder]`. Docs:
 * docs/decisions/timeline.md. Says of what runs beside the event loop how long that stood still at the longest.
 */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as setImmediateDone } from 'node:timers/promises'
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
  const { report } = await beside('compact without loss', () => library.sequences.compact(id, {}))
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
  const last = library.sequences.history(id, null, 1)[0]?.step ?? 0
  await beside('jump over the whole history', () => library.sequences.jump(id, first))
  await beside('jump back over all of it', () => library.sequences.jump(id, last))
  await beside('let go of all but 1,000 steps', () => library.sequences.compact(id, { keepUndo: 1000 }))
  reportBytes()
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

/** Time and processor time of work, with the longest time in which nothing else had its turn, by the clock and on the processor. */
async function beside<T>(words: string, work: () => Promise<T>): Promise<T> {
  const longest = { clock: 0, processor: 0 }
  let [before, done] = [moment(), false]
  const tick = (): void => {
    const now = moment()
    longest.clock = Math.max(longest.clock, now.clock - before.clock)
    longest.processor = Math.max(longest.processor, now.processor - before.processor)
    before = now
    if (!done) setImmediate(tick)
  }
  tick()
  await setImmediateDone()
  const [started, used] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  const took = performance.now() - started
  await setImmediateDone()
  done = true
  say(
    `${words}: ${took.toFixed(0)} ms, processor ${((user + system) / 1000).toFixed(0)} ms; longest stall ${longest.clock.toFixed(0)} ms, processor ${longest.processor.toFixed(0)} ms`,
  )
  return result
}

/** Now, by the clock and by what this thread has had of the processor, in milliseconds. */
function moment(): { clock: number; processor: number } {
  const { user, system } = process.threadCpuUsage()
  return { clock: performance.now(), processor: (user + system) / 1000 }
}

function say(words: string): void {
  process.stdout.write(`${words}\n`)
}
