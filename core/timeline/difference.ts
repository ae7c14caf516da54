import { applyOperation, headOf, trackHead } from './operation.ts'
import type { Operation } from './operation.ts'
import type { Sequence, Track } from './sequence.ts'
import type { Clip } from './clip.ts'

/**
 * Operations that make one sequence of another, however many edits lie between them: their number follows what differs. Runs
 * that both share are not looked at.
 */
export function difference(before: Sequence, after: Sequence): Operation[] {
  const operations: Operation[] = []
  const add = (operation: Operation): void => void operations.push(operation)
  const then = new Map(after.tracks.map((track) => [track.id, track]))
  const changes = before.tracks.map((track) => changesOf(track, then.get(track.id)))
  // Everything goes before anything comes, as clips may have changed tracks and places.
  for (const { track, gone } of changes) for (const clip of gone) add({ do: 'remove', track, clip })
  for (const { id } of before.tracks) if (!then.has(id)) add({ do: 'dropTrack', track: id })
  // Where a track comes to lie depends on those that came to lie before it.
  let now: Sequence = { ...before, tracks: before.tracks.filter(({ id }) => then.has(id)) }
  for (const [at, track] of after.tracks.entries()) {
    const there = now.tracks[at]
    if (there?.id === track.id && same(trackHead(there), trackHead(track))) continue
    const operation: Operation = { do: 'track', track: trackHead(track), at }
    add(operation)
    now = applyOperation(now, operation).sequence
  }
  const known = new Set(before.tracks.map(({ id }) => id))
  for (const { track, come } of changes) for (const clip of come) add({ do: 'put', track, clip })
  for (const track of after.tracks) {
    if (!known.has(track.id)) for (const clip of track.items) add({ do: 'put', track: track.id, clip })
  }
  const markers = new Map(before.markers.map((marker) => [marker.id, marker]))
  for (const marker of after.markers) {
    if (!same(markers.get(marker.id), marker)) add({ do: 'marker', marker })
    markers.delete(marker.id)
  }
  for (const marker of markers.keys()) add({ do: 'dropMarker', marker })
  if (!same(headOf(before), headOf(after))) add({ do: 'head', head: headOf(after) })
  return operations
}

interface Changes {
  track: string
  gone: string[]
  come: Clip[]
}

/** What goes from a track and what comes to it; a clip that changed does both. */
function changesOf(before: Track, after: Track | undefined): Changes {
  const track = before.id
  if (!after) return { track, gone: [...before.items].map(({ id }) => id), come: [] }
  const shared = new Set(before.items.runs)
  const old = new Map<string, Clip>()
  const kept = new Set(after.items.runs.filter((run) => shared.has(run)))
  for (const run of before.items.runs) if (!kept.has(run)) for (const clip of run.clips) old.set(clip.id, clip)
  const come: Clip[] = []
  for (const run of after.items.runs) {
    if (kept.has(run)) continue
    for (const clip of run.clips) {
      if (same(old.get(clip.id), clip)) old.delete(clip.id)
      else come.push(clip)
    }
  }
  return { track, gone: [...old.keys()], come }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
