import { rm } from 'node:fs/promises'
import { commitFile, diskError, temporaryName } from '../files/index.ts'
import { BIT_EXACT, BT709_TAGS, toBt709 } from './colour.ts'
import { fileArgument } from './ffmpeg-process.ts'
import { requireEncoder } from './find-ffmpeg.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { VideoSource } from './video-source.ts'

interface DerivedOptions {
  /** The finished file; it appears whole or not at all. */
  out: string
  signal?: AbortSignal | undefined
}

/**
 * Makes the file that the viewer plays: H.264 in MP4 with every frame a key frame, so that any frame shows at once, with
 * its index in front. Kept at the source's size; an odd edge gains one black row or column. Same source, same bytes.
 */
export async function makeProxy(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  options: DerivedOptions & {
    onProgress?: ((frames: number) => void) | undefined
    /** Footage from elsewhere says itself how its colours are meant; our masters are full-range RGB. */
    foreign?: boolean | undefined
  },
): Promise<void> {
  requireEncoder(ffmpeg, 'libx264')
  const { out, signal, onProgress, foreign = false } = options
  const { num, den } = source.rate
  const temporary = temporaryName(out)
  try {
    await runFfmpeg(
      ffmpeg,
      [
        // A rate given before the input numbers the frames anew, so that a container's rounded times cannot drop one.
        ['-r', `${num}/${den}`, '-i', fileArgument(source.path), '-map', '0:v:0', '-an'],
        ['-vf', `pad=ceil(iw/2)*2:ceil(ih/2)*2,${toBt709('yuv420p', foreign ? 'auto' : 'pc')}`, ...BIT_EXACT],
        ['-c:v', 'libx264', '-preset', 'fast', '-crf', '12', '-g', '1', '-threads', '4', ...BT709_TAGS],
        ['-movflags', '+faststart', '-f', 'mp4', '-y', fileArgument(temporary)],
      ].flat(),
      { signal, onProgress },
    )
    await commitFile(temporary, out)
  } catch (error) {
    await rm(temporary, { force: true })
    throw diskError(error, out)
  }
}
