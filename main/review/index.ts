/**
 * Measures of finished footage, made on a small copy of it.
 *
 * ```ts
 * const { findings, figures, curves } = await reviewVideo(await findFfmpeg(), '/films/kite.mkv')
 * ```
 */
export { reviewVideo } from './review-video.ts'
