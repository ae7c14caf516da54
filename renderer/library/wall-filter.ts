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
 * goes, while nothing is filtered an empty one stays.
 */
export function filterWall(rows: readonly WallShot[], filter: WallFilter, found: Found | null): readonly WallShot[] {
  if (!filter.starred && !filter.kept && found === null) return rows
  return rows.flatMap((row) => {
    const matches = found === null || found.shots.includes(row.shot.id)
    const takes = row.takes.filter(
      (take) =>
        (!filter.starred || take.rating >= 3) &&
        (!filter.kept || !take.rejected) &&
        (matches || found.takes.includes(take.id)),
    )
    const jobs = matches ? row.jobs : []
    return takes.length + jobs.length > 0 ? [{ ...row, takes, jobs }] : []
  })
}
