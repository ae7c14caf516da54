import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../core/canonical-json.ts'
import { sequenceData } from '../../core/timeline/document.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { newLibrary } from '../unit/library/sample.ts'

const CHILD = fileURLToPath(new URL('library-kill-child.ts', import.meta.url))

const bytesOf = (sequence: Sequence): string => canonicalJson(sequenceData(sequence))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Edits in a process of its own and kills it some way on. Gives what it acknowledged: the hash of each revision. */
async function editUntilKilled(folder: string, shot: string, round: number): Promise<Map<number, string>> {
  const child = spawn(process.execPath, [CHILD, folder, shot, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (output.split('\n').length < 8 + round * 12 && child.exitCode === null) await sleep(5)
  await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'PROJECT_IN_USE' })
  await sleep(round * 13)
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
  expect(child.signalCode).toBe('SIGKILL')
  // The last line may be cut short.
  const lines = output.split('\n').slice(0, -1)
  return new Map(lines.map((line) => [Number(line.split(' ')[0]), line.split(' ')[1] ?? '']))
}

/** What every sequence shows, counted from the clips themselves and as the rows say. */
function expectCounts(library: Library): void {
  const db = new Database(join(library.folder, 'library.sqlite'), { readonly: true })
  const rows = db.prepare('SELECT sequence, source, clips FROM usage ORDER BY sequence, source').all()
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  const counts = new Map<string, number>()
  for (const { id } of library.sequences.list()) {
    const clips = library.sequences.get(id).sequence.tracks.flatMap(({ items }) => [...items])
    for (const { source } of clips) {
      const keys =
        source.kind === 'shot'
          ? [`shot:${source.shot}`, ...(source.take === undefined ? [] : [`take:${source.take}`])]
          : source.kind === 'sequence'
            ? [`sequence:${source.sequence}`]
            : []
      for (const key of keys) counts.set(`${id} ${key}`, (counts.get(`${id} ${key}`) ?? 0) + 1)
    }
  }
  expect(
    new Map(rows.map((row) => Object.values(row as object)).map(([a, b, n]) => [`${a} ${b}`, n as number])),
  ).toEqual(new Map([...counts].sort()))
}

describe('kill -9 in the middle of edits', () => {
  it('keeps every acknowledged edit and no half of one, with every way to undo; the lock dies with the process', async () => {
    const made = await newLibrary()
    const shot = made.shots.create({ prompt: 'a kite' }).id
    const { sequence: id } = made.project
    const empty = bytesOf(made.sequences.get(id).sequence)
    made.close()
    for (let round = 0; round < 5; round += 1) {
      const acknowledged = await editUntilKilled(made.folder, shot, round)
      const last = Math.max(...acknowledged.keys())
      const library = await openLibrary(made.folder)
      const { revision, sequence } = library.sequences.get(id)
      expect(revision).toBeGreaterThanOrEqual(last)
      // At most the one step that was under way when it died.
      expect(revision - last).toBeLessThanOrEqual(1)
      const now = bytesOf(sequence)
      if (revision === last) expect(sha256(now)).toBe(acknowledged.get(last))
      expectCounts(library)
      const here = library.sequences.history(id, null, 10_000).find(({ current }) => current)?.step ?? 0
      let steps = 0
      for (; library.sequences.get(id).undoLabel !== null; steps += 1) library.sequences.undo(id)
      expect(bytesOf(library.sequences.get(id).sequence)).toBe(empty)
      for (let step = 0; step < steps; step += 1) library.sequences.redo(id)
      expect(bytesOf(library.sequences.get(id).sequence)).toBe(now)
      await library.sequences.jump(id, here)
      library.close()
    }
  })
})
