import type { Size } from '../../core/generation/recipe.ts'
import { CortadoError } from '../../core/errors.ts'
import { SCALER } from './colour.ts'
import { fileArgument } from './ffmpeg-process.ts'
import type { FfmpegProgram } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/**
 * One frame of a picture or film as rgb24, scaled until it fills the size and cut to it from the middle. Throws
 * `MEDIA_DAMAGED` where there is no such frame.
 */
export async function readStill(ffmpeg: FfmpegProgram, path: string, size: Size, frame = 0): Promise<Buffer> {
  const { width, height } = size
  const fill = `scale=${width}:${height}:force_original_aspect_ratio=increase:flags=${SCALER},crop=${width}:${height},format=rgb24`
  const input = ['-i', fileArgument(path), '-map', '0:v:0', '-vf', `trim=start_frame=${frame},${fill}`]
  const output = ['-frames:v', '1', '-f', 'rawvideo', 'pipe:1']
  const { stdout } = await runFfmpeg(ffmpeg, [...input, ...output]).catch((error: unknown) => {
    throw noPicture(path, error)
  })
  if (stdout.length !== 3 * width * height) throw noPicture(path)
  return stdout
}

function noPicture(path: string, cause?: unknown): CortadoError {
  return new CortadoError('MEDIA_DAMAGED', `"${path}" holds no picture that can be read. Choose another file.`, {
    cause,
  })
}
