import { findFfmpeg, runFfmpeg } from '../../main/media/index.ts'

/** Makes a real clip from ffmpeg's own sources and filters; lossless where no codec is named. Resolves to its path. */
export async function lavfiClip(
  path: string,
  filters: string,
  codec: readonly string[] = ['-c:v', 'ffv1'],
): Promise<string> {
  await runFfmpeg(await findFfmpeg(), ['-y', '-f', 'lavfi', '-i', filters, ...codec, path])
  return path
}
