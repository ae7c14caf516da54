import { z } from 'zod'
import { ClipList, Run } from '../../core/timeline/clip-list.ts'
import { assertSequence } from '../../core/timeline/document.ts'
import { byTime, headOf, trackHead } from '../../core/timeline/operation.ts'
import { Marker, SequenceHead, TrackHead } from '../../core/timeline/sequence.ts'
import { Clip, Id } from '../../core/timeline/clip.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
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

interface RunRow {
  track: string
  key: number
  shift: number
  clips: string
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

/** Ours hold a tenth: an edit writes a run whole, which must not be a stranger's film of a million clips. */
const Clips = z.array(Clip).max(1000)
const Key = z.number().int().nonnegative()

export function createSequenceRows(store: Store): SequenceRows {
  const { db, folder } = store
  const usage = createUsage(store)
  const sequence = db.prepare<[string], SequenceRow>('SELECT * FROM sequence WHERE id = ?')
  const tracks = db.prepare<[string], TrackRow>('SELECT * FROM track WHERE sequence = ? ORDER BY position')
  const markers = db.prepare<[string], { data: string }>('SELECT data FROM marker WHERE sequence = ?')
  const runs = db.prepare<[string], RunRow>(
    `SELECT track, key, shift, clips FROM run JOIN run_clips ON run_clips.run = run.seq WHERE sequence = ?`,
  )
  const setHead = db.prepare(
    'UPDATE sequence SET name = ?, rate_num = ?, rate_den = ?, width = ?, height = ?, extra = ? WHERE id = ?',
  )
  const putTrack = db.prepare(
    `INSERT INTO track (sequence, id, position, kind, name, extra) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sequence, id)
     DO UPDATE SET position = excluded.position, kind = excluded.kind, name = excluded.name, extra = excluded.extra`,
  )
  const dropTrack = db.prepare('DELETE FROM track WHERE sequence = ? AND id = ?')
  const putRun = db.prepare<[string, string, number, number], { seq: number }>(
    `INSERT INTO run (sequence, track, key, shift) VALUES (?, ?, ?, ?)
     ON CONFLICT (sequence, track, key) DO UPDATE SET shift = excluded.shift RETURNING seq`,
  )
  const setShift = db.prepare('UPDATE run SET shift = ? WHERE sequence = ? AND track = ? AND key = ?')
  const putClips = db.prepare(
    'INSERT INTO run_clips (run, clips) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET clips = excluded.clips',
  )
  const dropRun = db.prepare('DELETE FROM run WHERE sequence = ? AND track = ? AND key = ?')
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
    const old = new Map(before?.track.items.runs.map((run) => [run.key, run]))
    for (const run of after.items.runs) {
      const was = old.get(run.key)
      old.delete(run.key)
      if (was === run) continue
      if (was?.kept === run.kept) setShift.run(run.shift, id, after.id, run.key)
      else {
        const row = putRun.get(id, after.id, run.key, run.shift)
        putClips.run(row?.seq, JSON.stringify(run.kept))
        tally.change(was?.kept ?? [], run.kept)
      }
    }
    for (const gone of old.values()) {
      dropRun.run(id, after.id, gone.key)
      tally.change(gone.kept, [])
    }
  }

  return {
    load(id) {
      const row = sequence.get(id)
      if (!row) return null
      try {
        const byTrack = Map.groupBy(runs.all(id), (run) => run.track)
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
            items: ClipList.ofRuns((byTrack.get(track.id) ?? []).map(toRun)),
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
          for (const run of track.items.runs) tally.change(run.kept, [])
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

function toRun({ key, shift, clips }: RunRow): Run {
  const kept = Clips.min(1).parse(JSON.parse(clips))
  if (kept.some((clip, index) => index > 0 && clip.start <= (kept[index - 1]?.start ?? 0))) {
    throw new RangeError('clips of a run out of order')
  }
  return new Run(Key.parse(key), z.number().int().parse(shift), kept)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
