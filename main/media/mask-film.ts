import { rm } from 'node:fs/promises'
import { CortadoError } from '../../core/errors.ts'
import { BIT_EXACT, LOSSLESS_CODEC } from './colour.ts'
import { fileArgument } from './ffmpeg-process.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { probeMedia } from './probe.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/**
 * Writes PNG pictures of one size as a lossless film, one a frame. Equal pictures give equal bytes. Throws `MEDIA_DAMAGED`
 * where one of them is no PNG, and leaves no file then.
 */
export async function makeMaskFilm(ffmpeg: Ffmpeg, pngs: readonly Uint8Array[], out: string): Promise<void> {
  const input = ['-xerror', '-f', 'image2pipe', '-c:v', 'png', '-framerate', '24', '-i', 'pipe:0']
  const output = ['-an', ...BIT_EXACT, ...LOSSLESS_CODEC, '-f', 'matroska', '-y', fileArgument(out)]
  try {
    await runFfmpeg(ffmpeg, [...input, ...output], { input: Buffer.concat(pngs) })
    const { frames } = await probeMedia(ffmpeg, out)
    if (frames !== pngs.length) throw new Error(`${frames} of ${pngs.length} pictures could be read`)
  } catch (error) {
    await rm(out, { force: true })
    if (error instanceof CortadoError && error.code !== 'FFMPEG_FAILED' && error.code !== 'MEDIA_DAMAGED') throw error
    throw new CortadoError('MEDIA_DAMAGED', 'A picture of the moving mask cannot be read. Send a PNG for each frame.', {
      cause: error,
    })
  }
}
