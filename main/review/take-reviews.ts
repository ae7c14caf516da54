import { CortadoError } from '../../core/errors.ts'
import type { Take } from '../../core/library/entities.ts'
import type { Review } from '../../core/review/entities.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { reviewVideo } from './review-video.ts'

/** Measures the takes of one open project. */
export interface TakeReviews {
  /** Measures a take when its turn comes. What goes wrong is told to whoever asks for the review with `get`. */
  request(take: string): void
  /** The stored review, or a new one. Throws what `reviewVideo` throws, and `NOT_FOUND`. */
  get(take: string, again?: boolean): Promise<Review>
  /** Stops at once; what was not measured is measured when it is next asked for. */
  close(): Promise<void>
}

/** One take at a time: reviews share the machine with the next generation and must not slow it down. */
export function createTakeReviews(library: Library, onReviewed: (take: Take) => void): TakeReviews {
  const stopped = new AbortController()
  const underWay = new Map<string, Promise<Review>>()
  let last: Promise<unknown> = Promise.resolve()

  const measure = async (id: string): Promise<Review> => {
    stopped.signal.throwIfAborted()
    const take = library.takes.get(id)
    const master = library.media.locate(take.master)
    if (!master) {
      throw new CortadoError('NOT_FOUND', 'The master of that take is not in the project. Restore it from a backup.')
    }
    const review = await reviewVideo(await findFfmpeg(), master.path, { source: take, signal: stopped.signal })
    stopped.signal.throwIfAborted()
    onReviewed(library.takes.keepReview(id, review))
    return review
  }
  const start = (id: string): Promise<Review> => {
    const known = underWay.get(id)
    if (known) return known
    const mine = last.then(() => measure(id)).finally(() => underWay.delete(id))
    underWay.set(id, mine)
    last = mine.catch(() => undefined)
    return mine
  }

  return {
    request: (id) => void start(id),
    async get(id, again = false) {
      const stored = library.takes.review(id)
      return stored && !again ? stored : start(id)
    },
    async close() {
      stopped.abort(new CortadoError('NO_PROJECT', 'The project was closed. Open it again to go on.'))
      await last
    },
  }
}
