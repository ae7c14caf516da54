import { join } from 'node:path'

/** Where a file lives in a project: `media/ab/cd…`. */
export function mediaPath(folder: string, sha256: string): string {
  return join(folder, 'media', sha256.slice(0, 2), sha256.slice(2))
}
