import type { HistoryLoss } from '../../core/library/entities.ts'

/** A point of the tree, in order of its number. */
export interface TreePoint {
  seq: number
  parent: number | null
  redo: number | null
}

/** What the user lets go of. Nothing said means nothing lost. */
export interface LettingGo {
  /** Steps that can still be undone from here; older ones go, with the branches that left from them. */
  keepUndo?: number | undefined
  /** Branches that neither undo nor redo leads to go. */
  dropBranches?: boolean | undefined
}

/** What goes, and the first point of what is left. */
export interface DropPlan {
  root: number
  gone: ReadonlySet<number>
  /** The points from the first one to the present and on to the end of redo, with what redo leads to from each. */
  line: readonly { seq: number; redo: number | null }[]
  loss: HistoryLoss
}

/**
 * Which points go. A tree that cannot be, as a stranger may write one, gives null: a parent that is not older than its child,
 * or points that no way leads to.
 */
export function planDrop(
  points: readonly TreePoint[],
  head: number,
  { keepUndo, dropBranches }: LettingGo,
): DropPlan | null {
  const tree = new Map(points.map((point) => [point.seq, point]))
  const past = pastOf(tree, head)
  const future = futureOf(tree, head)
  if (!past || !future) return null
  const root = past[Math.min(keepUndo ?? Infinity, past.length - 1)] ?? head
  const line = [...past.slice(0, past.indexOf(root) + 1).reverse(), ...future]
  const kept = new Set(dropBranches === true ? line : [root])
  const behind = new Set(past)
  let [undo, branches] = [0, 0]
  const gone = new Set<number>()
  for (const { seq, parent } of [...points].sort((a, b) => a.seq - b.seq)) {
    if (kept.has(seq)) continue
    if (dropBranches !== true && parent !== null && kept.has(parent)) kept.add(seq)
    else {
      gone.add(seq)
      if (behind.has(seq)) undo += 1
      else branches += 1
    }
  }
  if (line.some((seq) => gone.has(seq))) return null
  return { root, gone, line: line.map((seq, at) => ({ seq, redo: line[at + 1] ?? null })), loss: { undo, branches } }
}

/** From the present to the first point, both included. */
function pastOf(tree: ReadonlyMap<number, TreePoint>, head: number): number[] | null {
  const past: number[] = []
  for (let seq: number | null = head; seq !== null;) {
    const point = tree.get(seq)
    if (!point || (point.parent !== null && point.parent >= seq)) return null
    past.push(seq)
    seq = point.parent
  }
  return past
}

/** What redo leads to from the present, one point after the other. */
function futureOf(tree: ReadonlyMap<number, TreePoint>, head: number): number[] | null {
  const future: number[] = []
  for (let seq = tree.get(head)?.redo ?? null; seq !== null;) {
    const point = tree.get(seq)
    if (!point || point.parent !== (future.at(-1) ?? head) || point.parent >= seq) return null
    future.push(seq)
    seq = point.redo
  }
  return future
}
