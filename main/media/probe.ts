import type { Rate } from '../../core/timeline/time.ts'
import { CortadoError } from '../../core/errors.ts'
import { fileArgument } from './ffmpeg-process.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { VideoSource } from './video-source.ts'

export interface MediaInfo extends VideoSource {
  /** ffmpeg's short name: `ffv1`, `h264`, `prores`. */
  codec: string
  /** Seconds, from the number of frames and their rate. */
  duration: number
}

/**
 * Reads a video's exact number of frames, its rate, size and codec, by walking through its packets without decoding
 * them. Needs no second program. Throws `MEDIA_DAMAGED` where there is no video to read.
 */
export async function probeMedia(ffmpeg: Ffmpeg, path: string, signal?: AbortSignal): Promise<MediaInfo> {
  const { stdout, log } = await runFfmpeg(
    ffmpeg,
    ['-i', fileArgument(path), '-map', '0:v:0', '-c', 'copy', '-f', 'framecrc', 'pipe:1'],
    { logLevel: 'info', signal },
  ).catch((error: unknown) => {
    if (error instanceof CortadoError && error.code !== 'FFMPEG_FAILED') throw error
    throw damaged(path, error)
  })
  const lines = stdout.toString('utf8').split('\n')
  const header = (name: string): string =>
    lines
      .find((line) => line.startsWith(`#${name} 0: `))
      ?.slice(name.length + 5)
      .trim() ?? ''
  const packets = lines.filter((line) => line.startsWith('0,'))
  const [width, height] = header('dimensions').split('x').map(Number)
  const rate = exactRate(header('tb'), packets) ?? statedRate(log)
  if (!width || !height || !rate || packets.length === 0) throw damaged(path, new Error(log))
  return {
    path,
    frames: packets.length,
    rate,
    size: { width, height },
    codec: header('codec_id'),
    duration: (packets.length * rate.den) / rate.num,
  }
}

/** The rate where every packet lasts the same number of ticks of a clock finer than Matroska's milliseconds. */
function exactRate(timeBase: string, packets: readonly string[]): Rate | undefined {
  const [num, den] = timeBase.split('/').map(Number)
  const durations = new Set(packets.map((packet) => Number(packet.split(',')[3])))
  const [duration] = durations
  if (!num || !den || !duration || durations.size !== 1 || den === 1000) return undefined
  return reduced(den, num * duration)
}

/** The rate as ffmpeg prints it, with two decimals: whole, or one of the x/1.001 family, or the decimals themselves. */
function statedRate(log: string): Rate | undefined {
  const match = /^\s*Stream #0:\d.*?: Video: .*?, ([\d.]+)(k?) fps/m.exec(log)
  const stated = Number(match?.[1]) * (match?.[2] === 'k' ? 1000 : 1)
  if (!Number.isFinite(stated) || stated <= 0) return undefined
  const whole = Math.round(stated)
  if (whole === stated) return { num: whole, den: 1 }
  if (Math.abs((whole * 1000) / 1001 - stated) < 0.006) return reduced(whole * 1000, 1001)
  return reduced(Math.round(stated * 100), 100)
}

function reduced(num: number, den: number): Rate {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  const common = divisor(num, den)
  return { num: num / common, den: den / common }
}

function damaged(path: string, cause: unknown): CortadoError {
  return new CortadoError(
    'MEDIA_DAMAGED',
    `"${path}" is not a video that can be read. Restore it or choose another file.`,
    {
      cause,
    },
  )
}
