import { setImmediate } from 'node:timers/promises'
import { CortadoError } from '../../core/errors.ts'
import type { Store } from './store.ts'

/** How long work goes on before everything else that waits has its turn, in milliseconds. */
const SLICE_MS = 8

/**
 * Does work that is cut into small pieces by its `yield`s, and lets the event loop go on now and then between two of them. What
 * fits into one slice is done when this returns. Throws `NO_PROJECT` where the project was closed meanwhile; the library is then
 * as the last transaction of the work left it.
 */
export async function inSlices<T>({ db, read }: Store, work: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ;) {
    if (!db.open) throw closed()
    const piece = read(() => work.next())
    if (piece.done === true) return piece.value
    if (performance.now() - since < SLICE_MS) continue
    await setImmediate()
    since = performance.now()
  }
}

/** Does such work without a pause. */
export function atOnce<T>(work: Generator<void, T>): T {
  let piece = work.next()
  while (piece.done !== true) piece = work.next()
  return piece.value
}

/** The project was closed while work on it went on. */
export function closed(): CortadoError {
  return new CortadoError('NO_PROJECT', 'The project was closed before that was done. Open it and try again.')
}
