import type { Draft } from './draft.ts'
import { lookUp } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Clip, Track } from './sequence.ts'

/** Lays clips on free places of their tracks. Refused where a track cannot hold what a clip shows. */
export function layDown(draft: Draft, lanes: readonly { track: string; clip: Clip }[]): void {
  for (const { track, clip } of lanes) {
    assertHolds(draft.track(track), clip)
    if (lookUp(draft.sequence, clip.id)) {
      throw refusal('ID_TAKEN', 'The sequence holds that clip already. Lay down a new one, or move it.')
    }
    draft.put(track, clip)
  }
}

/** Captions lie on caption tracks, and only they; titles and adjustments are pictures. */
export function assertHolds(track: Track, { name, source }: Clip): void {
  const caption = source.kind === 'caption'
  const picture = source.kind === 'title' || source.kind === 'adjustment'
  const fits = caption === (track.kind === 'caption') && !(picture && track.kind !== 'video')
  if (fits) return
  throw refusal(
    'TRACK_KIND',
    `"${track.name}" is a track for ${track.kind}, and "${name}" is not. Choose another track.`,
  )
}
