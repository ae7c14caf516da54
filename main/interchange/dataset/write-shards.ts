import { join } from 'node:path'
import { commitFile, temporaryName } from '../../files/index.ts'
import type { Sample } from './sample.ts'
import { openTar } from './tar-writer.ts'
import type { TarWriter } from './tar-writer.ts'

/** Tar shards as WebDataset reads them: the files of a sample share a key and follow each other: video, text, JSON. */
export async function writeShards(
  folder: string,
  samples: readonly Sample[],
  shardBytes: number,
): Promise<{ files: string[]; bytes: number }> {
  const files: string[] = []
  let bytes = 0
  let next = 0
  while (next < samples.length) {
    const name = `takes-${String(files.length).padStart(6, '0')}.tar`
    const temporary = temporaryName(join(folder, name))
    const tar = await openTar(temporary)
    try {
      do await addSample(tar, samples[next++] as Sample)
      while (next < samples.length && tar.size < shardBytes)
      await tar.close()
    } catch (error) {
      await tar.abandon()
      throw error
    }
    await commitFile(temporary, join(folder, name))
    files.push(name)
    bytes += tar.size
  }
  return { files, bytes }
}

async function addSample(tar: TarWriter, { key, caption, video, extension, modifiedMs, facts }: Sample): Promise<void> {
  const { path, bytes } = video
  await tar.add({ name: `${key}.${extension}`, modifiedMs, content: { path, bytes } })
  await tar.add({ name: `${key}.txt`, modifiedMs, content: Buffer.from(caption, 'utf8') })
  await tar.add({ name: `${key}.json`, modifiedMs, content: Buffer.from(JSON.stringify(facts), 'utf8') })
}
