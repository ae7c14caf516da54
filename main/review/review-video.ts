import { existsSync } from 'node:fs'
import { CortadoError } from '../../core/errors.ts'
import type { Size } from '../../core/generation/recipe.ts'
import type { Review } from '../../core/review/entities.ts'
import { createReviewer } from '../../core/review/reviewer.ts'
import { decodeFrames, probeMedia } from '../media/index.ts'
import type { Ffmpeg, VideoSource } from '../media/index.ts'

/** The measures are made for this size: grain is gone, and a subject of a few pixels still shows. */
const LONG_EDGE = 128
const SHORT_EDGE = 16
/** About 80 MB of traces. */
const MOST_FRAMES = 20_000

/**
 * Measures a video: decodes it at small size and hands frame after frame to the reviewer. `source` saves a walk through
 * the file where its frames are known. Throws `NOT_FOUND`, `MEDIA_DAMAGED`, `INVALID_INPUT` for one that is too long, `CANCELLED`.
 */
export async function reviewVideo(
  ffmpeg: Ffmpeg,
  path: string,
  options: { source?: Pick<VideoSource, 'frames' | 'size'> | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Review> {
  const { signal } = options
  if (!existsSync(path)) throw new CortadoError('NOT_FOUND', `There is no file "${path}". Check the path.`)
  const { frames, size } = options.source ?? (await probeMedia(ffmpeg, path, signal))
  if (frames > MOST_FRAMES) {
    throw new CortadoError(
      'INVALID_INPUT',
      `"${path}" has ${frames} frames; a review takes at most ${MOST_FRAMES}. Cut it into shots and review those.`,
    )
  }
  const small = smallSize(size)
  const reviewer = createReviewer()
  for await (const rgb of decodeFrames(ffmpeg, path, { from: 0, count: frames, ...small, signal })) {
    reviewer.add({ ...small, rgb })
  }
  return reviewer.finish()
}

function smallSize({ width, height }: Size): Size {
  const scale = Math.min(1, LONG_EDGE / Math.max(width, height))
  const edge = (length: number): number => Math.max(SHORT_EDGE, Math.round(length * scale))
  return { width: edge(width), height: edge(height) }
}
