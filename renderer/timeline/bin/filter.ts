import type { Shot, Take } from '../../../core/library/entities.ts'
import { orderTakes } from '../../../core/review/order.ts'
import type { TakeOrder } from '../../../core/review/order.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'

export interface BinFilter {
  /** Only shots that the sequence holds. */
  film: boolean
  /** Only takes of three stars or more. */
  starred: boolean
  /** Only takes that the film does not show. */
  unused: boolean
  /** Only favourites, and takes of favourite shots. */
  favourite: boolean
}

export interface BinGroup {
  shot: Shot
  takes: Take[]
}

/** What a search found; null while nothing is searched for. */
export interface Found {
  shots: readonly string[]
  takes: readonly string[]
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

function usedShots(sequence: Sequence | null): Set<string> {
  const clips = sequence?.tracks.flatMap((track) => [...track.items]) ?? []
  return new Set(clips.flatMap(({ source }) => (source.kind === 'shot' ? [source.shot] : [])))
}
