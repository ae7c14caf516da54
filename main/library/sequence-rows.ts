import { ClipList } from '../../core/timeline/clip-list.ts'
import { assertSequence } from '../../core/timeline/document.ts'
import { byTime, headOf, trackHead } from '../../core/timeline/operation.ts'
import { Marker, SequenceHead, TrackHead } from '../../core/timeline/sequence.ts'
import { Id } from '../../core/timeline/clip.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import { createRunRows } from './run-rows.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'
import { createUsage } from './usage.ts'
import type { Tally } from './usage.ts'

interface SequenceRow {
  id: string
  name: string
  rate_num: number
  rate_den: number
  width: number
  height: number
  extra: string
}

interface TrackRow {
  id: string
  kind: string
  name: string
  extra: string
}

interface Placed {
  track: Track
  /** Among the others. */
  at: number
}

/** The document as rows: the rows are the truth, the document is built from them. */
export interface SequenceRows {
  /** Null where there is no such sequence. Throws `LIBRARY_DAMAGED`. */
  load(id: string): Sequence | null
  /** Writes what differs, inside the caller's transaction; `before` is null for a new sequence, whose own row is there. */
  save(before: Sequence | null, after: Sequence): void
}

export function createSequenceRows(store: Store): SequenceRows {
  const { db, folder } = store
  const usage = createUsage(store)
  const sequence = db.prepare<[string], SequenceRow>('SELECT * FROM sequence WHERE id = ?')
  const tracks = db.prepare<[string], TrackRow>('SELECT * FROM track WHERE sequence = ? ORDER BY position')
  const markers = db.prepare<[string], { data: string }>('SELECT data FROM marker WHERE sequence = ?')
  const runs = createRunRows(db)
  const setHead = db.prepare(
    'UPDATE sequence SET name = ?, rate_num = ?, rate_den = ?, width = ?, height = ?, extra = ? WHERE id = ?',
  )
  const putTrack = db.prepare(
    `INSERT INTO track (sequence, id, position, kind, name, extra) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sequence, id)
     DO UPDATE SET position = excluded.position, kind = excluded.kind, name = excluded.name, extra = excluded.extra`,
  )
  const dropTrack = db.prepare('DELETE FROM track WHERE sequence = ? AND id = ?')
  const putMarker = db.prepare(
    'INSERT INTO marker (sequence, id, data) VALUES (?, ?, ?) ON CONFLICT (sequence, id) DO UPDATE SET data = excluded.data',
  )
  const dropMarker = db.prepare('DELETE FROM marker WHERE sequence = ? AND id = ?')

  const saveTrack = (id: string, tally: Tally, before: Placed | undefined, after: Track, at: number): void => {
    const head = trackHead(after)
    if (!before || before.at !== at || !same(trackHead(before.track), head)) {
      const { id: track, kind, name, ...extra } = head
      putTrack.run(id, track, at, kind, name, JSON.stringify(extra))
    }
    if (before?.track.items === after.items) return
    runs.save({ sequence: id, track: after.id }, before?.track.items ?? ClipList.empty, after.items, tally)
  }

  return {
    load(id) {
      const row = sequence.get(id)
      if (!row) return null
      try {
        const items = runs.load(id)
        const loaded: Sequence = {
          id: Id.parse(id),
          ...SequenceHead.parse({
            ...(JSON.parse(row.extra) as object),
            name: row.name,
            rate: { num: row.rate_num, den: row.rate_den },
            size: { width: row.width, height: row.height },
          }),
          tracks: tracks.all(id).map(({ extra, ...track }) => ({
            ...TrackHead.parse({ ...(JSON.parse(extra) as object), ...track }),
            items: items.get(track.id) ?? ClipList.empty,
          })),
          markers: markers
            .all(id)
            .map(({ data }) => Marker.parse(JSON.parse(data)))
            .sort(byTime),
        }
        assertSequence(loaded)
        return loaded
      } catch (error) {
        throw damaged(folder, error)
      }
    },
    save(before, after) {
      const { id } = after
      if (!before || !same(headOf(before), headOf(after))) {
        const { name, rate, size, ...extra } = headOf(after)
        setHead.run(name, rate.num, rate.den, size.width, size.height, JSON.stringify(extra), id)
      }
      if (before?.tracks !== after.tracks) {
        const tally = usage(id)
        const old = new Map<string, Placed>(before?.tracks.map((track, at) => [track.id, { track, at }]))
        for (const [index, track] of after.tracks.entries()) {
          const was = old.get(track.id)
          old.delete(track.id)
          if (was?.track !== track || was.at !== index) saveTrack(id, tally, was, track, index)
        }
        for (const { track } of old.values()) {
          tally.change([...track.items], [])
          dropTrack.run(id, track.id)
        }
        tally.settle()
      }
      if (before?.markers !== after.markers) {
        const kept = new Map(before?.markers.map((marker) => [marker.id, marker]))
        for (const marker of after.markers) {
          if (kept.get(marker.id) !== marker) putMarker.run(id, marker.id, JSON.stringify(marker))
          kept.delete(marker.id)
        }
        for (const gone of kept.keys()) dropMarker.run(id, gone)
      }
    },
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
