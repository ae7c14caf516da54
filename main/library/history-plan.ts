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
  /** How many points go. */
  gone: number
  /** Where they lie: from one number to another, both included, no point of the sequence stays. */
  ranges: readonly { first: number; last: number }[]
  /** Points from which redo leads elsewhere than along what stays, with what it has to lead to. */
  led: readonly { seq: number; redo: number | null }[]
  loss: HistoryLoss
}

/**
 * Which points go, found in small pieces of work; `points` in order of their numbers. A tree that cannot be, as a stranger may
 * write one, gives null: a parent that is not older than its child, or points that no way leads to.
 */
export function* planDrop(
  points: readonly TreePoint[],
  head: number,
  { keepUndo, dropBranches }: LettingGo,
): Generator<void, DropPlan | null> {
  const tree = new Map<number, TreePoint>()
  for (const point of points) {
    tree.set(point.seq, point)
    yield
  }
  const past = yield* pastOf(tree, head)
  const future = yield* futureOf(tree, head)
  if (!past || !future) return null
  const undo = Math.min(keepUndo ?? Infinity, past.length - 1)
  const root = past[undo] ?? head
  const line = [...past.slice(0, undo + 1).reverse(), ...future]
  const kept = new Set(dropBranches === true ? line : [root])
  const behind = new Set(past)
  const loss = { undo: 0, branches: 0 }
  const ranges: { first: number; last: number }[] = []
  let open: (typeof ranges)[number] | null = null
  for (const { seq, parent } of points) {
    yield
    if (dropBranches !== true && parent !== null && kept.has(parent)) kept.add(seq)
    if (kept.has(seq)) {
      open = null
      continue
    }
    loss[behind.has(seq) ? 'undo' : 'branches'] += 1
    if (open) open.last = seq
    else ranges.push((open = { first: seq, last: seq }))
  }
  const led: { seq: number; redo: number | null }[] = []
  for (const [at, seq] of line.entries()) {
    yield
    if (!kept.has(seq)) return null
    const redo = line[at + 1] ?? null
    if (tree.get(seq)?.redo !== redo) led.push({ seq, redo })
  }
  return { root, gone: loss.undo + loss.branches, ranges, led, loss }
}

/** From the present to the first point, both included. */
function* pastOf(tree: ReadonlyMap<number, TreePoint>, head: number): Generator<void, number[] | null> {
  const past: number[] = []
  for (let seq: number | null = head; seq !== null;) {
    const point = tree.get(seq)
    if (!point || (point.parent !== null && point.parent >= seq)) return null
    past.push(seq)
    yield
    seq = point.parent
  }
  return past
}

/** What redo leads to from the present, one point after the other. */
function* futureOf(tree: ReadonlyMap<number, TreePoint>, head: number): Generator<void, number[] | null> {
  const future: number[] = []
  for (let seq = tree.get(head)?.redo ?? null; seq !== null;) {
    const point = tree.get(seq)
    if (!point || point.parent !== (future.at(-1) ?? head) || point.parent >= seq) return null
    future.push(seq)
    yield
    seq = point.redo
  }
  return future
}
