import { writeFileAtomic } from '../files/index.ts'
import { SCALER } from './colour.ts'
import { everyFrame } from './decode.ts'
import { fileArgument } from './ffmpeg-process.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { VideoSource } from './video-source.ts'

const POSTER_WIDTH = { min: 256, max: 640 }
const STRIP_FRAMES = 16
const STRIP_WIDTH = 128

/** A JPEG of the middle frame, 256 to 640 pixels wide. */
export async function makePoster(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  options: { out: string; signal?: AbortSignal | undefined },
): Promise<void> {
  const width = Math.min(POSTER_WIDTH.max, Math.max(POSTER_WIDTH.min, source.size.width))
  await picture(ffmpeg, source, options, [`select=eq(n\\,${middle(0, source.frames, 1)})`, scale(source, width)])
}

/** Up to 16 frames of 128 pixels in width, evenly spread and side by side, in one JPEG. Resolves to how many they are. */
export async function makeFilmstrip(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  options: { out: string; signal?: AbortSignal | undefined },
): Promise<{ frames: number }> {
  const frames = Math.min(source.frames, STRIP_FRAMES)
  const wanted = Array.from({ length: frames }, (_, n) => `eq(n\\,${middle(n, source.frames, frames)})`)
  await picture(ffmpeg, source, options, [`select=${wanted.join('+')}`, scale(source, STRIP_WIDTH), `tile=${frames}x1`])
  return { frames }
}

/** Index of the frame in the middle of part `n` of `parts` equal ones. */
function middle(n: number, frames: number, parts: number): number {
  return Math.min(frames - 1, Math.floor(((n + 0.5) * frames) / parts))
}

function scale({ size }: VideoSource, width: number): string {
  const height = Math.max(2, Math.round((width * size.height) / size.width / 2) * 2)
  return `scale=${width}:${height}:out_range=pc:out_color_matrix=bt601:flags=${SCALER},setsar=1`
}

async function picture(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  options: { out: string; signal?: AbortSignal | undefined },
  filters: readonly string[],
): Promise<void> {
  const { stdout } = await runFfmpeg(
    ffmpeg,
    [
      ['-i', fileArgument(source.path), '-map', '0:v:0', '-vf', filters.join(','), '-frames:v', '1'],
      [...everyFrame(ffmpeg), '-flags:v', '+bitexact', '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '3'],
      ['-f', 'image2pipe', 'pipe:1'],
    ].flat(),
    { signal: options.signal },
  )
  await writeFileAtomic(options.out, stdout)
}
