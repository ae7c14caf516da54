import { fileArgument } from './ffmpeg-process.ts'
import type { FfmpegProgram } from './find-ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/** A tag of a container, whole, such as the recipe of a master; null where it has none. Throws `FFMPEG_FAILED`. */
export async function readTag(ffmpeg: FfmpegProgram, path: string, tag: string): Promise<string | null> {
  const { stdout } = await runFfmpeg(ffmpeg, ['-i', fileArgument(path), '-f', 'ffmetadata', 'pipe:1'])
  // A value ends at a line end that no backslash precedes; a backslash stands before "=", ";", "#", itself and line ends.
  const text = stdout.toString('utf8')
  const value = new RegExp(`^${tag}=((?:[^\\\\\\n]|\\\\[^])*)$`, 'm').exec(text)?.[1]
  return value?.replace(/\\([^])/g, '$1') ?? null
}
