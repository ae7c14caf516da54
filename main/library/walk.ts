import { difference } from '../../core/timeline/difference.ts'
import { assertSequence, assertTouched } from '../../core/timeline/document.ts'
import { applyOperation, applyOperations } from '../../core/timeline/operation.ts'
import type { Change } from '../../core/timeline/footprint.ts'
import type { Operation } from '../../core/timeline/operation.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { History, Way } from './history.ts'
import { damaged } from './store.ts'

/** What moves a sequence on. */
export interface Move extends Change {
  next: Sequence
  label: string
  token?: string | undefined
}

/** Operations of a jump that are told as they are; more are told as what differs in the end. */
const LONG_WAY = 500

/**
 * Goes from one point of the history to another, in small pieces of work: how the sequence is there, and what leads there and
 * back. Nothing is written. Throws `NOT_FOUND`, `LIBRARY_DAMAGED`.
 */
export function* walk(
  folder: string,
  history: History,
  before: Sequence,
  from: number,
  to: number,
): Generator<void, Pick<Move, 'next' | 'forward' | 'backward'> & Pick<Way, 'led'>> {
  const { back, forth, led } = yield* history.way(before.id, from, to)
  const first: Operation[] = []
  let [next, count] = [before, 0]
  const steps = [
    ...back.map((seq) => ({ seq, direction: 'backward' as const })),
    ...forth.map((seq) => ({ seq, direction: 'forward' as const })),
  ]
  for (const { seq, direction } of steps) {
    for (const operation of history.operations(seq, direction)) {
      next = applyOperation(next, operation).sequence
      count += 1
      if (count <= LONG_WAY) first.push(operation)
      yield
    }
  }
  if (count <= LONG_WAY) {
    proven(folder, () => assertTouched(next, first))
    return { next, forward: first, backward: applyOperations(before, first).inverse, led }
  }
  // Over a long way most of what was done was undone again: everybody is told what differs, not how it came about.
  const forward = difference(before, next)
  yield
  const backward = difference(next, before)
  yield
  proven(folder, () => assertSequence(next))
  return { next, forward, backward, led }
}

/** Our own history only leads to what an edit made. Throws `LIBRARY_DAMAGED` where a check says otherwise. */
export function proven(folder: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    throw damaged(folder, error)
  }
}
