import type { HistoryPoint } from '../../core/library/entities.ts'

export interface HistoryRow {
  point: HistoryPoint
  /** 0 is the line that leads to where the sequence stands; each branch that was left is one further in. */
  branch: number
  /** The point is not on the way from the beginning to where the sequence stands. */
  ahead: boolean
}

/** The points as they are listed, newest first: how far in each one is drawn. */
export function historyRows(points: readonly HistoryPoint[]): HistoryRow[] {
  const byStep = new Map(points.map((point) => [point.step, point]))
  const done = new Set<number>()
  for (
    let at = points.find(({ current }) => current);
    at;
    at = at.parent === null ? undefined : byStep.get(at.parent)
  ) {
    done.add(at.step)
  }
  const branches = new Map<number, number>()
  const continued = new Set<number>()
  // From the oldest on, so that the parent's branch is known; the oldest child of a point goes on in its line.
  for (const point of points.toReversed()) {
    const { step, parent } = point
    const line = parent === null ? 0 : (branches.get(parent) ?? 0)
    const first = parent === null || !continued.has(parent)
    if (parent !== null) continued.add(parent)
    branches.set(step, done.has(step) ? 0 : first && !leaves(parent, done, points) ? line : line + 1)
  }
  return points.map((point) => ({ point, branch: branches.get(point.step) ?? 0, ahead: !done.has(point.step) }))
}

/** Whether a child of this point lies on the line to where the sequence stands: then every other child leaves it. */
function leaves(parent: number | null, done: ReadonlySet<number>, points: readonly HistoryPoint[]): boolean {
  return parent !== null && points.some((point) => point.parent === parent && done.has(point.step))
}
