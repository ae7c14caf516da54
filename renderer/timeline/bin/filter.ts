import type { Shot, Take } from '../../../core/library/entities.ts'
import type { Label } from '../../../core/library/marks.ts'
import type { Media } from '../../../core/library/media.ts'
import { orderTakes } from '../../../core/review/order.ts'
import type { TakeOrder } from '../../../core/review/order.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import type { ClipSource } from '../../../core/timeline/clip.ts'

export interface BinFilter {
  /** Only shots that the sequence holds. */
  film: boolean
  /** Only takes of three stars or more. */
  starred: boolean
  /** Only takes that the film does not show. */
  unused: boolean
  /** Only favourites, and takes of favourite shots. */
  favourite: boolean
  /** Only what bears this label; a take also bears its shot's. */
  label: Label | null
}

/** Everything is shown. */
export const NO_FILTER: BinFilter = { film: false, starred: false, unused: false, favourite: false, label: null }

export interface BinGroup {
  shot: Shot
  takes: Take[]
}

/** What a search found; null while nothing is searched for. */
export interface Found {
  shots: readonly string[]
  takes: readonly string[]
  media: readonly string[]
}

/** Takes by shot, as place, filters and search leave them, in the order asked for within each shot. Rejected takes come last; shots without takes are left out. */
export function binGroups(
  shots: readonly Shot[],
  sequence: Sequence | null,
  filter: BinFilter,
  found: Found | null,
  order: TakeOrder = 'made',
  inPlace: (shot: Shot) => boolean = () => true,
): BinGroup[] {
  const used = usedShots(sequence)
  const keep = (shot: Shot, take: Take): boolean =>
    (!filter.favourite || take.favourite || shot.favourite) &&
    (filter.label === null || take.label === filter.label || shot.label === filter.label) &&
    (!filter.film || used.has(shot.id)) &&
    (!filter.starred || take.rating >= 3) &&
    (!filter.unused || !(used.has(shot.id) && shot.picked === take.id)) &&
    (found === null || found.shots.includes(shot.id) || found.takes.includes(take.id))
  return shots.flatMap((shot) => {
    const takes = inPlace(shot) ? shot.takes.filter((take) => keep(shot, take)) : []
    const sorted = orderTakes(takes, order).sort((a, b) => Number(a.rejected) - Number(b.rejected))
    return sorted.length > 0 ? [{ shot, takes: sorted }] : []
  })
}

/** Imported files, as place, filters and search leave them, the newest first. */
export function binMedia(
  media: readonly Media[],
  sequence: Sequence | null,
  filter: BinFilter,
  found: Found | null,
  inPlace: (media: Media) => boolean,
): Media[] {
  const used = new Set(sources(sequence).flatMap((source) => (source.kind === 'media' ? [source.media] : [])))
  const keep = (one: Media): boolean =>
    inPlace(one) &&
    (!filter.favourite || one.favourite) &&
    (filter.label === null || one.label === filter.label) &&
    (!filter.film || used.has(one.file)) &&
    (!filter.starred || one.rating >= 3) &&
    (!filter.unused || !used.has(one.file)) &&
    (found === null || found.media.includes(one.id))
  return media.filter(keep).toReversed()
}

function usedShots(sequence: Sequence | null): Set<string> {
  return new Set(sources(sequence).flatMap((source) => (source.kind === 'shot' ? [source.shot] : [])))
}

function sources(sequence: Sequence | null): ClipSource[] {
  return sequence?.tracks.flatMap((track) => [...track.items].map(({ source }) => source)) ?? []
}
