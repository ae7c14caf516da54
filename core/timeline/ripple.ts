import { cutAt } from './cut.ts'
import type { Draft } from './draft.ts'
import type { Ids } from './ids.ts'
import { clipEnd, lookUp } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Track } from './sequence.ts'
import type { Clip } from './clip.ts'

/** The tracks that move when some of them ripple: those, and all that are sync-locked and not locked. */
function rippling(draft: Draft, origins: readonly string[]): Track[] {
  for (const id of origins) draft.open(id)
  return draft.sequence.tracks.filter(
    (track) => track.locked !== true && (origins.includes(track.id) || track.syncLock !== false),
  )
}

/** Makes room of `by` frames at a frame: what spans it is cut, what comes later moves right. */
export function openGap(draft: Draft, origins: readonly string[], at: number, by: number, ids: Ids): void {
  const tracks = rippling(draft, origins)
  cutAt(draft, tracks, at, ids)
  shiftTracks(draft, tracks, at, by)
}

/** Moves what starts at `to` or later left to `from`. Refused where something on another sync-locked track is in the way. */
export function closeRange(draft: Draft, origins: readonly string[], from: number, to: number): void {
  shiftTracks(draft, rippling(draft, origins), to, from - to)
}

/** Moves what starts at `from` or later, on the tracks of a ripple from `origins`, and the markers there. */
export function rippleFrom(draft: Draft, origins: readonly string[], from: number, by: number): void {
  shiftTracks(draft, rippling(draft, origins), from, by)
}

function shiftTracks(draft: Draft, tracks: readonly Track[], from: number, by: number): void {
  if (by === 0) return
  const moves = (id: string): boolean => {
    const found = lookUp(draft.sequence, id)
    return found !== null && found.clip.start >= from && tracks.some(({ id }) => id === found.track.id)
  }
  const points = new Map<string, number>()
  for (const track of draft.sequence.tracks) {
    const spans = track.items.under(from - 1)
    const reachesIn = spans && clipEnd(spans) > from
    if (reachesIn) draft.watch(spans)
    // A sound that begins before its picture does (a J cut) goes along with it.
    points.set(track.id, reachesIn && spans.links?.some(moves) ? spans.start : from)
    if (!tracks.some(({ id }) => id === track.id)) assertNotLeftBehind(track, from, moves)
  }
  draft.ripple(new Map(tracks.map(({ id }) => [id, points.get(id) ?? from])), from, by)
}

/** A track that stays where it is must hold nothing that is linked to what moves. Only then are its clips looked at. */
function assertNotLeftBehind(still: Track, from: number, moves: (id: string) => boolean): void {
  for (let clip: Clip | undefined = still.items.endingAfter(from); clip; clip = still.items.after(clip)) {
    if (!clip.links?.some(moves)) continue
    throw refusal(
      'OUT_OF_SYNC',
      `"${clip.name}" on "${still.name}" would stay behind what it is linked to. ${still.locked ? 'Unlock the track' : "Turn the track's sync lock on"}, or unlink the clip.`,
    )
  }
}
