import { CortadoError } from '../../core/errors.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { SCALER } from './colour.ts'
import { fileArgument, startFfmpeg } from './ffmpeg-process.ts'
import type { FfmpegProgram } from './find-ffmpeg.ts'

export interface DecodeOptions {
  /** Index of the first frame. */
  from: number
  count: number
  /** Size of the frames that come out. */
  width: number
  height: number
  /** Where the picture lies in them; black around it. Fills them where absent. */
  picture?: { x: number; y: number; width: number; height: number } | undefined
  /** The file's own rate: lets a late `from` be reached without decoding all that comes before. */
  rate?: Rate | undefined
  /**
   * A file from elsewhere: its frames are counted from its start, because its times need not follow its rate, and a small flaw
   * that a player shows is no reason to refuse it. A still is laid on black where it is transparent.
   */
  foreign?: 'video' | 'still' | undefined
  signal?: AbortSignal | undefined
}

/**
 * Yields exactly `count` frames as rgb24 (3 × width × height bytes), chosen by index. Memory stays bounded: ffmpeg waits
 * for the reader. Throws `MEDIA_DAMAGED` where the file holds fewer, and `FFMPEG_FAILED`, `CANCELLED`.
 */
export async function* decodeFrames(
  ffmpeg: FfmpegProgram,
  path: string,
  options: DecodeOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { width, height, count } = options
  const running = startFfmpeg(ffmpeg.path, decodeArguments(ffmpeg, path, options), { signal: options.signal })
  running.stdin.end()
  const frameBytes = width * height * 3
  let frame = Buffer.allocUnsafe(frameBytes)
  let filled = 0
  let given = 0
  try {
    for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
      let read = 0
      while (read < chunk.length) {
        const copied = chunk.copy(frame, filled, read)
        filled += copied
        read += copied
        if (filled < frameBytes) continue
        given++
        yield frame
        frame = Buffer.allocUnsafe(frameBytes)
        filled = 0
      }
    }
    await running.done.catch((error: unknown) => {
      throw isBroken(error) ? damaged(path, error) : error
    })
    // FFV1 reports a broken slice and then shows the one before; it must not pass for the picture.
    if (/CRC mismatch/i.test(running.log())) throw damaged(path, new Error(running.log()))
    if (given !== count) {
      throw damaged(path, new Error(`it ends after frame ${options.from + given} of ${options.from + count}`))
    }
  } finally {
    running.kill()
    await Promise.allSettled([running.done])
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof CortadoError && error.code === 'FFMPEG_FAILED'
}

function damaged(path: string, cause: unknown): CortadoError {
  return new CortadoError(
    'MEDIA_DAMAGED',
    `"${path}" is damaged or ends early. Restore the file from a backup or generate the take again.`,
    { cause },
  )
}

function decodeArguments(ffmpeg: FfmpegProgram, path: string, options: DecodeOptions): string[] {
  const { from, count, width, height, rate, foreign } = options
  const picture = options.picture ?? { x: 0, y: 0, width, height }
  const bars = picture.width !== width || picture.height !== height
  const seek = from > 0 && rate !== undefined && foreign === undefined
  const filters = [
    ...(seek || from === 0 ? [] : [`trim=start_frame=${from}`]),
    ...(foreign === 'still' ? ['format=gbrap,premultiply=inplace=1'] : []),
    `scale=${picture.width}:${picture.height}:flags=${SCALER}`,
    'format=rgb24',
    ...(bars ? [`pad=${width}:${height}:${picture.x}:${picture.y}:black`] : []),
  ]
  return [
    // Half a frame early: the first frame at or after that is the wanted one, however the container rounds its times.
    seek ? ['-ss', (((from - 0.5) * rate.den) / rate.num).toFixed(6)] : [],
    foreign === undefined ? ['-xerror', '-err_detect', '+crccheck+explode'] : [],
    ['-i', fileArgument(path), '-map', '0:v:0', '-vf', filters.join(','), '-frames:v', String(count)],
    [...everyFrame(ffmpeg), '-f', 'rawvideo', 'pipe:1'],
  ].flat()
}

/** The option that keeps ffmpeg from repeating or dropping frames; its name changed in 5.1. */
export function everyFrame(ffmpeg: FfmpegProgram): readonly string[] {
  return /^([0-4]\.|5\.0)/.test(ffmpeg.version) ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough']
}
