import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Files of a project's media folder by the hash that their place says, with their size. Their content is not looked at. */
export async function mediaFiles(folder: string): Promise<{ files: Map<string, number>; masters: Set<string> }> {
  const files = new Map<string, number>()
  const masters = new Set<string>()
  const media = join(folder, 'media')
  for (const start of await namesIn(media)) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue
    for (const name of await namesIn(join(media, start))) {
      const [, hash, recipe] = /^([0-9a-f]{62})(\.recipe\.json)?$/.exec(name) ?? []
      if (hash === undefined) continue
      if (recipe !== undefined) masters.add(start + hash)
      else files.set(start + hash, (await stat(join(media, start, name))).size)
    }
  }
  return { files, masters }
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => [])
}
