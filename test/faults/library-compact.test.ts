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
    const child = spawn(process.execPath, [CHILD, copy], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    // The last one may finish; the others are killed on their way.
    while (!output.includes(round === 7 ? 'done' : 'begun') && child.exitCode === null) await sleep(2)
    await sleep(round * 8)
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
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
