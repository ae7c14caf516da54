import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClipList } from '../../../core/timeline/clip-list.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { Run } from '../../../core/timeline/run.ts'
import { migrate } from '../../../main/library/migrate.ts'
import { MIGRATIONS } from '../../../main/library/migrations/index.ts'
import { createRunRows } from '../../../main/library/run-rows.ts'
import { clip } from '../timeline/sample.ts'

const TRACK = { sequence: 'sequence1', track: 'video0001' }
const row = (count: number): Clip[] => Array.from({ length: count }, (_, index) => clip(`c${index}x`, index * 10, 6))

/** A library with one empty track, its rows, and how many rows a piece of work writes. */
function newTrack() {
  const db = new Database(':memory:')
  migrate(db, MIGRATIONS)
  db.exec(`INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at) VALUES ('sequence1', 'Film', 24, 1, 512, 512, 0, 1);
    INSERT INTO track (sequence, id, position, kind, name) VALUES ('sequence1', 'video0001', 0, 'video', 'V1')`)
  const total = (): number => db.prepare('SELECT total_changes()').pluck().get() as number
  const written = (work: () => void): number => {
    const before = total()
    work()
    return total() - before
  }
  return { db, rows: createRunRows(db), written }
}

/** Everything of a run, where it lies. */
function form(run: Run): unknown {
  return [run.key, run.shift, run.kept.map((part) => (part instanceof Run ? form(part) : part))]
}

describe('the rows of runs', () => {
  it('are what the list is, after any edits between one saving and the next', () => {
    const { rows } = newTrack()
    let saved = ClipList.empty
    const changes = fc.array(
      fc.record({
        do: fc.constantFrom('put', 'remove', 'removeMany', 'putMany', 'shift'),
        which: fc.nat(1500),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(changes, (script) => {
        let list = saved
        let count = 0
        const balance = {
          change: (gone: readonly Clip[], come: readonly Clip[]) => void (count += come.length - gone.length),
        }
        const before = list.length
        for (const { do: what, which } of script) {
          const clips = [...list]
          const old = clips[which % Math.max(1, clips.length)]
          if (what === 'put' && old) list = list.put({ ...old, name: `${which}` })
          if (what === 'remove' && old) list = list.remove(old.id)
          if (what === 'removeMany') for (const { id } of clips.slice(which % 400)) list = list.remove(id)
          if (what === 'shift' && old) list = list.shift(old.start, 10)
          if (what === 'putMany') {
            const end = list.last ? list.last.start + list.last.length : 0
            for (const one of row(which)) {
              if (!list.get(one.id)) list = list.put({ ...one, start: (one.start + end) as Clip['start'] })
            }
          }
        }
        rows.save(TRACK, saved, list, balance)
        saved = list
        expect(count).toBe(list.length - before)
        const loaded = rows.load(TRACK.sequence).get(TRACK.track) ?? ClipList.empty
        expect([...loaded]).toEqual([...list])
        if (list.length > 0) expect(form(loaded.root)).toEqual(form(list.root))
      }),
      { numRuns: 40 },
    )
  })

  it('that a ripple or an edit writes are a few, however many clips there are', () => {
    const { rows, written } = newTrack()
    let list = ClipList.from(row(20_000))
    expect(written(() => rows.save(TRACK, ClipList.empty, list))).toBeGreaterThan(2000)
    const save = (next: ClipList): number => {
      const count = written(() => rows.save(TRACK, list, next))
      list = next
      return count
    }
    expect(save(list.shift(100_000, 5))).toBeLessThan(60)
    // What the ripple moved as a whole hands its shift down to its parts where one of them changes.
    expect(save(list.put({ ...(list.last as Clip), name: 'other' }))).toBeLessThan(100)
    expect(save(list.put({ ...(list.last as Clip), name: 'another' }))).toBe(2)
  })
})
