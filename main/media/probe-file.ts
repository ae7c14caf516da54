import { CortadoError } from '../../core/errors.ts'
import type { MediaInfo } from '../../core/library/media.ts'
import { fileArgument } from './ffmpeg-process.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { probeMedia } from './probe.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/**
 * Containers that hold their own content. Playlists and scripts (concat, HLS, DASH, SDP) name other files and are left out: a
 * file from a stranger must not make the studio read another one.
 */
const CONTAINERS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mxf,asf,flv,nut,gif,apng,ivf,yuv4mpegpipe,dv,m4v,h264,hevc,obu,' +
  'ogg,wav,w64,aiff,mp3,aac,flac,ac3,eac3,caf,au,wv,tta,amr'
const STILLS = 'png,jpeg,webp,tiff,bmp,dpx,exr,j2k,jpegls,pam,ppm,pgm,sgi'
const ALLOWED = `${CONTAINERS},${STILLS.replace(/\w+/g, '$&_pipe')}`

/**
 * Finds out what a file holds: video, sound or a still. The name does not matter, only the content. Throws
 * `MEDIA_UNSUPPORTED` where it is none of them, `MEDIA_DAMAGED` where it cannot be read.
 */
export async function probeFile(ffmpeg: Ffmpeg, path: string, signal?: AbortSignal): Promise<MediaInfo> {
  const log = await openWith(ffmpeg, path, signal)
  const format = /^Input #0, (.+), from '/m.exec(log)?.[1] ?? ''
  const hasPicture = streams(log, 'Video').some((line) => !line.includes('(attached pic)'))
  const sound = streams(log, 'Audio').length > 0 ? await probeSound(ffmpeg, path, log, signal) : null
  if (!hasPicture && sound !== null) return { kind: 'audio', format, picture: null, sound }
  if (!hasPicture) throw unsupported(path)
  const { codec, frames, rate, size } = await probeMedia(ffmpeg, path, signal)
  const turned = /rotation of -?(90|270)(\.\d+)? degrees/.test(log)
  const upright = turned ? { width: size.height, height: size.width } : size
  const kind = format.endsWith('_pipe') && frames === 1 ? 'still' : 'video'
  return { kind, format, picture: { codec, frames, rate, size: upright }, sound }
}

/** What ffmpeg says as it opens the file, with one frame of whatever is in it. */
async function openWith(ffmpeg: Ffmpeg, path: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const { log } = await runFfmpeg(
      ffmpeg,
      ['-format_whitelist', ALLOWED, '-i', fileArgument(path), '-map', '0', '-c', 'copy', '-t', '0', '-f', 'null', '-'],
      { logLevel: 'info', signal, timeoutMs: 120_000 },
    )
    return log
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'FFMPEG_FAILED') throw unsupported(path, error)
    throw error
  }
}

function streams(log: string, kind: 'Video' | 'Audio'): string[] {
  const input = log.split(/^Output #0/m)[0] ?? ''
  return input.split('\n').filter((line) => new RegExp(`^\\s*Stream #0:\\d+.*: ${kind}: `).test(line))
}

/** Counts samples as a decoder gives them: packets also hold what an encoder put in front. */
async function probeSound(
  ffmpeg: Ffmpeg,
  path: string,
  log: string,
  signal: AbortSignal | undefined,
): Promise<NonNullable<MediaInfo['sound']>> {
  const { stdout } = await runFfmpeg(
    ffmpeg,
    ['-i', fileArgument(path), '-map', '0:a:0', '-c:a', 'pcm_s16le', '-f', 'framecrc', 'pipe:1'],
    { signal },
  ).catch((error: unknown) => {
    if (error instanceof CortadoError && error.code === 'FFMPEG_FAILED') throw damaged(path, error)
    throw error
  })
  const text = stdout.toString('latin1')
  const sampleRate = Number(/^#sample_rate 0: (\d+)/m.exec(text)?.[1])
  let [samples, bytes] = [0, 0]
  for (const [, duration, size] of text.matchAll(/^0,\s*-?\d+,\s*-?\d+,\s*(\d+),\s*(\d+),/gm)) {
    samples += Number(duration)
    bytes += Number(size)
  }
  // Two bytes a sample in every channel.
  const channels = samples === 0 ? 0 : Math.round(bytes / samples / 2)
  if (!sampleRate || channels < 1) throw damaged(path)
  const codec = /: Audio: (\w+)/.exec(streams(log, 'Audio')[0] ?? '')?.[1] ?? ''
  return { codec, channels, sampleRate, samples }
}

function unsupported(path: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'MEDIA_UNSUPPORTED',
    `"${path}" is not a video, a sound or a picture that Cortado can read. Convert it, or choose another file.`,
    { cause },
  )
}

function damaged(path: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'MEDIA_DAMAGED',
    `The sound of "${path}" cannot be read. Restore it or choose another file.`,
    {
      cause,
    },
  )
}
