/**
 * Measures of finished footage, made on a small copy of it.
 *
 * ```ts
 * const { findings, figures, curves } = await reviewVideo(await findFfmpeg(), '/films/kite.mkv')
 * ```
 * `createTakeReviews` does so for the takes of a project, one at a time, behind the queue's back.
 */
export { createTakeReviews } from './take-reviews.ts'
export type { TakeReviews } from './take-reviews.ts'
export { reviewVideo } from './review-video.ts'
