import { assertInvariants } from '../../core/timeline/edit.ts'
import type { SequencePatch } from '../../core/timeline/patch.ts'
import { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/sequence.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

interface SequenceRow {
  id: string
  name: string
  rate_num: number
  rate_den: number
  width: number
  height: number
}

interface TrackRow {
  id: string
  kind: string
  name: string
}

interface ItemRow {
  track: string
  id: string
  name: string
  shot: string | null
  media: string | null
  start: number
  length: number
  offset: number
  available: number
}

/** The document as rows of `sequence`, `track` and `item`: the rows are the truth, the document is built from them. */
export interface SequenceRows {
  /** Null where there is no such sequence. Throws `LIBRARY_DAMAGED`. */
  load(id: string): Sequence | null
  /** Writes what a patch changes, inside the caller's transaction. */
  save(id: string, patch: SequencePatch): void
}

export function createSequenceRows({ db, folder }: Store): SequenceRows {
  const sequence = db.prepare<[string], SequenceRow>('SELECT * FROM sequence WHERE id = ?')
  const tracks = db.prepare<[string], TrackRow>('SELECT * FROM track WHERE sequence = ? ORDER BY position')
  const items = db.prepare<[string], ItemRow>('SELECT * FROM item WHERE sequence = ? ORDER BY track, start')
  const setHead = db.prepare(
    'UPDATE sequence SET name = ?, rate_num = ?, rate_den = ?, width = ?, height = ? WHERE id = ?',
  )
  const dropTracks = db.prepare<[string, string]>(
    'DELETE FROM track WHERE sequence = ? AND id NOT IN (SELECT value FROM json_each(?))',
  )
  const putTrack = db.prepare(
    `INSERT INTO track (sequence, id, position, kind, name) VALUES (?, ?, ?, ?, ?) ON CONFLICT (sequence, id)
     DO UPDATE SET position = excluded.position, kind = excluded.kind, name = excluded.name`,
  )
  const dropItem = db.prepare<[string, string, string]>('DELETE FROM item WHERE sequence = ? AND track = ? AND id = ?')
  const putItem = db.prepare(
    `INSERT INTO item (sequence, track, id, name, shot, media, start, length, "offset", available)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence, id) DO UPDATE SET track = excluded.track,
       name = excluded.name, shot = excluded.shot, media = excluded.media, start = excluded.start,
       length = excluded.length, "offset" = excluded."offset", available = excluded.available`,
  )

  return {
    load(id) {
      const head = sequence.get(id)
      if (!head) return null
      const byTrack = Map.groupBy(items.all(id), (item) => item.track)
      try {
        const loaded = Sequence.parse({
          id,
          name: head.name,
          rate: { num: head.rate_num, den: head.rate_den },
          size: { width: head.width, height: head.height },
          tracks: tracks.all(id).map((track) => ({ ...track, items: (byTrack.get(track.id) ?? []).map(toClip) })),
        })
        assertInvariants(loaded)
        return loaded
      } catch (error) {
        throw damaged(folder, error)
      }
    },
    save(id, patch) {
      const { head } = patch
      if (head) setHead.run(head.name, head.rate.num, head.rate.den, head.size.width, head.size.height, id)
      if (patch.tracks) {
        dropTracks.run(id, JSON.stringify(patch.tracks.map((track) => track.id)))
        for (const [index, track] of patch.tracks.entries()) putTrack.run(id, track.id, index, track.kind, track.name)
      }
      // A clip that changes tracks is removed from one and put on the other: all removals go first.
      for (const change of patch.items) for (const clip of change.remove) dropItem.run(id, change.track, clip)
      for (const change of patch.items) for (const clip of change.put) putItem.run(id, change.track, ...toRow(clip))
    },
  }
}

function toClip(row: ItemRow): unknown {
  const { id, name, start, length, offset, available } = row
  const source = row.shot === null ? { kind: 'media', media: row.media } : { kind: 'shot', shot: row.shot }
  return { id, name, source, start, length, offset, available }
}

function toRow({ id, name, source, start, length, offset, available }: Clip): (string | number | null)[] {
  const shot = source.kind === 'shot' ? source.shot : null
  const media = source.kind === 'media' ? source.media : null
  return [id, name, shot, media, start, length, offset, available]
}
