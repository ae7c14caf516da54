import { spawn } from 'node:child_process'
import { cpSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../core/canonical-json.ts'
import { sequenceData } from '../../core/timeline/document.ts'
import { openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { makeLargeLibrary } from '../support/large-library.ts'
import { temporaryFolder } from '../unit/library/sample.ts'

const CHILD = fileURLToPath(new URL('library-compact-child.ts', import.meta.url))
const EDITS = 1500

const bytesOf = (library: Library): string =>
  canonicalJson(sequenceData(library.sequences.get(library.project.sequence).sequence))

/** How many points the history has. */
function countPoints(folder: string): number {
  const db = new Database(join(folder, 'library.sqlite'), { readonly: true })
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  const { n } = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM history').get() ?? { n: 0 }
  db.close()
  return n
}

/** Has a process work on a project and kills it so long after it began; null: once it is done. */
async function killWhile(task: 'compact' | 'jump', folder: string, after: number | null): Promise<void> {
  const child = spawn(process.execPath, [CHILD, folder, task], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes(after === null ? 'done' : 'begun') && child.exitCode === null) await sleep(2)
  await sleep(after ?? 0)
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}

it('a compaction that is killed has let go of all that was asked or of nothing', async () => {
  const folder = await temporaryFolder()
  const made = join(folder, 'Made.cortado')
  await makeLargeLibrary(made, { clips: 40, edits: EDITS })
  const first = await openLibrary(made)
  const now = bytesOf(first)
  first.close()
  const counts = new Set<number>()
  for (let round = 0; round < 8; round += 1) {
    const copy = join(folder, `${round}.cortado`)
    cpSync(made, copy, { recursive: true })
    // The last one may finish; the others are killed on their way.
    await killWhile('compact', copy, round === 7 ? null : round * 8)
    const library = await openLibrary(copy)
    expect(bytesOf(library)).toBe(now)
    const points = countPoints(copy)
    expect([EDITS + 1, 51]).toContain(points)
    counts.add(points)
    for (let step = 0; step < 50; step += 1) library.sequences.undo(library.project.sequence)
    expect(library.sequences.get(library.project.sequence).undoLabel === null).toBe(points === 51)
    library.close()
  }
  expect(counts).toContain(51)
})

it('a jump that is killed has not begun or is there', async () => {
  const folder = await temporaryFolder()
  const made = join(folder, 'Made.cortado')
  await makeLargeLibrary(made, { clips: 40, edits: EDITS })
  const first = await openLibrary(made)
  const [now, { revision }] = [bytesOf(first), first.sequences.get(first.project.sequence)]
  first.close()
  for (const after of [0, 10, 40, null]) {
    const copy = join(folder, `${after}.cortado`)
    cpSync(made, copy, { recursive: true })
    await killWhile('jump', copy, after)
    const library = await openLibrary(copy)
    const { undoLabel, redoLabel, ...there } = library.sequences.get(library.project.sequence)
    expect(countPoints(copy)).toBe(EDITS + 1)
    if (after === null || there.revision > revision) {
      expect(there).toMatchObject({ revision: revision + 1, sequence: { tracks: [{ items: { length: 0 } }, {}] } })
      expect([undoLabel, redoLabel]).toEqual([null, 'Add to the end'])
    } else expect(bytesOf(library)).toBe(now)
    library.close()
  }
})
