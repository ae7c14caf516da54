import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** ffprobe of this machine: beside the ffmpeg that Debian and most others install; null without one. */
export const ffprobe: string | null =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'ffprobe.exe' : 'ffprobe'))
    .find((path) => existsSync(path)) ?? null

const Probe = z.object({
  streams: z.array(
    z.object({
      codec_name: z.string(),
      pix_fmt: z.string(),
      width: z.number(),
      height: z.number(),
      r_frame_rate: z.string(),
      nb_read_frames: z.string(),
    }),
  ),
})

/** What another program than ours says about a film; every frame is decoded to count them. */
export async function probeFilm(path: string): Promise<z.infer<typeof Probe>['streams'][number]> {
  const fields = 'stream=codec_name,pix_fmt,width,height,r_frame_rate,nb_read_frames'
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', fields, '-of', 'json', path]
  const { stdout } = await promisify(execFile)(ffprobe ?? 'ffprobe', args)
  const [stream, ...rest] = Probe.parse(JSON.parse(stdout)).streams
  if (stream === undefined || rest.length > 0) throw new Error(`the film has not one video stream: ${stdout}`)
  return stream
}
