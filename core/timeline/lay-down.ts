import type { Draft } from './draft.ts'
import { lookUp } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Track } from './sequence.ts'
import type { Clip, Transition } from './clip.ts'

/** Lays clips on free places of their tracks. Refused where a track cannot hold what a clip shows. */
export function layDown(draft: Draft, lanes: readonly { track: string; clip: Clip }[]): void {
  const laid = new Map(lanes.map(({ clip }) => [clip.id, clip]))
  const find = (id: string): Clip | undefined => laid.get(id) ?? lookUp(draft.sequence, id)?.clip
  for (const { track, clip } of lanes) {
    assertHolds(draft.track(track), clip)
    draft.add(track, withMutualLinks(clip, find))
  }
}

/** A link holds from both sides: a copy that still names the sound of its original gives that up. */
function withMutualLinks(clip: Clip, find: (id: string) => Clip | undefined): Clip {
  if (!clip.links) return clip
  const { links, ...rest } = clip
  const kept = links.filter((id) => id !== clip.id && find(id)?.links?.includes(clip.id))
  return kept.length === links.length ? clip : { ...rest, ...(kept.length > 0 && { links: kept }) }
}

/** Captions lie on caption tracks, and only they; titles and adjustments are pictures. Sound has transitions of its own. */
export function assertHolds(track: Track, { name, source, transitionIn, transitionOut }: Clip): void {
  const caption = source.kind === 'caption'
  const picture = source.kind === 'title' || source.kind === 'adjustment'
  const blends = [transitionIn, transitionOut].every((one) => !one || takesTransition(track, one))
  const fits = blends && caption === (track.kind === 'caption') && !(picture && track.kind !== 'video')
  if (fits) return
  throw refusal(
    'TRACK_KIND',
    `"${track.name}" is a track for ${track.kind}, and "${name}" is not. Choose another track.`,
  )
}

/** Sound takes a crossfade, pictures take the others, and captions none. */
export function takesTransition({ kind: on }: Track, { kind }: Transition): boolean {
  return on !== 'caption' && (kind === 'crossfade') === (on === 'audio')
}
