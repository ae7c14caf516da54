import type { Shot, Take } from '../../../core/library/entities.ts'
import type { Label } from '../../../core/library/marks.ts'
import type { Media } from '../../../core/library/media.ts'
import { orderTakes } from '../../../core/review/order.ts'
import type { TakeOrder } from '../../../core/review/order.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import type { SearchInput } from '../../../core/library/search.ts'
import { isRead } from '../../store/studio-state.ts'
import type { KnownShot } from '../../store/studio-state.ts'

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
  shot: KnownShot
  /** Null where the takes are not here yet; what is left of them is then still to be seen. */
  takes: Take[] | null
}

/** What a search found, as far as it was read. */
export interface Found {
  shots: ReadonlySet<string>
  takes: ReadonlySet<string>
  media: ReadonlySet<string>
  /** Shots that were found themselves, or a take of theirs. */
  around: ReadonlySet<string>
}

/**
 * What the library is asked to narrow a list down to; null where nothing needs it. It takes one of the wishes, words first:
 * the others are looked at here, in the takes that are read.
 */
export function questionOf(
  text: string,
  { starred, label, favourite }: Pick<BinFilter, 'starred' | 'label' | 'favourite'>,
): SearchInput | null {
  const words = text.trim()
  if (words !== '') return { text: words, kinds: ['shot', 'take', 'media'] }
  if (starred) return { rating: STARRED, kinds: ['take'] }
  if (label !== null) return { labels: [label], kinds: ['take'] }
  return favourite ? { favourite, kinds: ['take'] } : null
}

/** Stars of the takes that are called starred, at least. */
export const STARRED = 3

/** What the bin shows of the library. */
export interface BinWish {
  filter: BinFilter
  /** What was searched for and where; empty words while nothing is. */
  text: string
  found: Found | null
  /** What the sequence shows; looked at only where a filter asks. */
  used: Used
  order?: TakeOrder
}

/** Takes by shot, as place, filters and search leave them, in the order asked for within each shot. Rejected takes come last; shots without takes are left out. */
export function binGroups(
  shots: readonly KnownShot[],
  { filter, text, found, used, order = 'made' }: BinWish,
  inPlace: (shot: Shot) => boolean = () => true,
): BinGroup[] {
  const words = text.trim() === '' ? null : found
  const narrowed = questionOf(text, filter) !== null
  const isUsed = ({ id }: Shot): boolean => used.shots.has(id)
  const keep = (shot: Shot, take: Take): boolean =>
    (!filter.favourite || take.favourite || shot.favourite) &&
    (filter.label === null || take.label === filter.label || shot.label === filter.label) &&
    (!filter.starred || take.rating >= STARRED) &&
    (!filter.unused || !(isUsed(shot) && shot.picked === take.id)) &&
    (words === null || words.shots.has(shot.id) || words.takes.has(take.id))
  /** Whether a shot whose takes are not here may hold some that are wished for. */
  const mayHold = (shot: KnownShot): boolean => {
    if (filter.unused && isUsed(shot) && shot.count === 1) return false
    if (!narrowed || found?.around.has(shot.id)) return true
    const bears = (filter.label !== null && shot.label === filter.label) || (filter.favourite && shot.favourite)
    return words === null && !filter.starred && bears
  }
  return shots.flatMap((shot): BinGroup[] => {
    if (!inPlace(shot) || (filter.film && !isUsed(shot))) return []
    if (!isRead(shot)) return mayHold(shot) ? [{ shot, takes: null }] : []
    const takes = shot.takes.filter((take) => keep(shot, take))
    const sorted = orderTakes(takes, order).sort((a, b) => Number(a.rejected) - Number(b.rejected))
    return sorted.length > 0 ? [{ shot, takes: sorted }] : []
  })
}

/** Imported files, as place, filters and search leave them, the newest first. */
export function binMedia(
  media: readonly Media[],
  { filter, text, found, used }: BinWish,
  inPlace: (media: Media) => boolean,
): Media[] {
  const words = text.trim() === '' ? null : found
  const keep = (one: Media): boolean =>
    inPlace(one) &&
    (!filter.favourite || one.favourite) &&
    (filter.label === null || one.label === filter.label) &&
    (!filter.film || used.files.has(one.file)) &&
    (!filter.starred || one.rating >= STARRED) &&
    (!filter.unused || !used.files.has(one.file)) &&
    (words === null || words.media.has(one.id))
  return media.filter(keep).toReversed()
}

/** What clips show: shots, and files by their content. */
export interface Used {
  shots: ReadonlySet<string>
  files: ReadonlySet<string>
}

/** What a sequence shows. It looks at every clip. */
export function usedIn(sequence: Sequence | null): Used {
  const [shots, files] = [new Set<string>(), new Set<string>()]
  for (const { items } of sequence?.tracks ?? []) {
    for (const { source } of items) {
      if (source.kind === 'shot') shots.add(source.shot)
      else if (source.kind === 'media') files.add(source.media)
    }
  }
  return { shots, files }
}
