import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../files/index.ts'
import type { Sample } from './sample.ts'

const LIST = 'takes.jsonl'

/** One line of JSON for each take, and the videos beside the list under the names that it gives. */
export async function writeLines(
  folder: string,
  samples: readonly Sample[],
): Promise<{ files: string[]; bytes: number }> {
  await mkdir(join(folder, 'videos'))
  const lines: string[] = []
  for (const { key, video, extension, facts } of samples) {
    const file = `videos/${key}.${extension}`
    await copyFile(video.path, join(folder, file))
    lines.push(JSON.stringify({ file, ...facts }))
  }
  const list = `${lines.join('\n')}\n`
  await writeFileAtomic(join(folder, LIST), list)
  const bytes = samples.reduce((sum, { video }) => sum + video.bytes, Buffer.byteLength(list))
  return { files: [LIST], bytes }
}
