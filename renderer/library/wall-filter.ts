import { isRead } from '../store/studio-state.ts'
import { STARRED } from '../timeline/bin/filter.ts'
import type { Found } from '../timeline/bin/filter.ts'
import type { WallShot } from './wall.ts'

export interface WallFilter {
  /** Only takes of three stars or more. */
  starred: boolean
  /** No rejected takes. */
  kept: boolean
}

/**
 * The wall as the filters and the search leave it. What is being made stays in sight; a shot of which nothing is left
 * goes, while nothing is filtered an empty one stays. `text` is what was searched for and `found` what the library answered,
 * which also tells of shots whose takes are not here yet.
 */
export function filterWall(
  rows: readonly WallShot[],
  filter: WallFilter,
  text = '',
  found: Found | null = null,
): readonly WallShot[] {
  const words = text.trim() === '' ? null : found
  if (!filter.starred && !filter.kept && words === null) return rows
  return rows.flatMap((row) => {
    const matches = words === null || words.shots.has(row.shot.id)
    const jobs = matches ? row.jobs : []
    if (!isRead(row.shot)) {
      const mayHold = (words === null && !filter.starred) || found?.around.has(row.shot.id)
      return mayHold || jobs.length > 0 ? [{ ...row, jobs }] : []
    }
    const takes = row.takes.filter(
      (take) =>
        (!filter.starred || take.rating >= STARRED) &&
        (!filter.kept || !take.rejected) &&
        (matches || words.takes.has(take.id)),
    )
    return takes.length + jobs.length > 0 ? [{ ...row, takes, jobs }] : []
  })
}
