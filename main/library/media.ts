import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { copyFile, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { CortadoError } from '../../core/errors.ts'
import { Sha256 } from '../../core/generation/recipe.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { commitFile, sha256File, temporaryName, writeFileAtomic } from '../files/index.ts'
import { libraryError } from './store.ts'
import type { Store } from './store.ts'

export interface StoredMedia {
  sha256: string
  mime: string
  bytes: number
  /** Absolute path. */
  path: string
}

export interface MediaStore {
  /** A fresh path for a file on its way in, on the same file system; `extension` without its dot. */
  temporary(extension: string): string
  /**
   * Takes a finished temporary file in: hashes it, syncs it, gives it its name and commits its row. A file that is
   * there already is kept and the new one removed. The path given is gone afterwards. Throws `DISK_FULL`, `NOT_FOUND`.
   */
  adopt(temporary: string, mime: string): Promise<StoredMedia>
  /** The file that a hash names; null where the project has none. Throws `MEDIA_DAMAGED` where the file was lost. */
  locate(sha256: string): StoredMedia | null
  /** Writes the recipe beside a master, as canonical JSON. */
  writeRecipe(master: string, recipe: Recipe): Promise<void>
}

/** Where a hash lives, relative to the project folder: `media/ab/cd…`. */
function mediaPath(folder: string, sha256: string): string {
  return join(folder, 'media', sha256.slice(0, 2), sha256.slice(2))
}

export function createMediaStore(store: Store): MediaStore {
  const { db, folder } = store
  const find = db.prepare<[string], { mime: string; bytes: number }>('SELECT mime, bytes FROM media WHERE sha256 = ?')
  const add = db.prepare<[string, string, number, number]>(
    `INSERT INTO media (sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING`,
  )

  const takeIn = async (temporary: string, mime: string): Promise<StoredMedia> => {
    const sha256 = await sha256File(temporary)
    const { size: bytes } = await stat(temporary)
    const path = mediaPath(folder, sha256)
    if ((await sizeOf(path)) === bytes) await rm(temporary)
    else await moveIn(temporary, path)
    store.write(() => add.run(sha256, mime, bytes, Date.now()))
    return { sha256, mime: store.read(() => find.get(sha256))?.mime ?? mime, bytes, path }
  }

  return {
    temporary: (extension) =>
      join(
        folder,
        'media',
        'incoming',
        `${randomBytes(8).toString('hex')}.tmp${extension === '' ? '' : `.${extension}`}`,
      ),
    async adopt(temporary, mime) {
      try {
        return await takeIn(temporary, mime)
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
          throw new CortadoError('NOT_FOUND', `"${temporary}" is gone. Make the file again.`, { cause: error })
        }
        throw libraryError(error, folder)
      }
    },
    locate(sha256) {
      if (!Sha256.safeParse(sha256).success) return null
      const row = store.read(() => find.get(sha256))
      if (!row) return null
      const path = mediaPath(folder, sha256)
      if (statSync(path, { throwIfNoEntry: false })?.size !== row.bytes) {
        throw new CortadoError(
          'MEDIA_DAMAGED',
          `The file "${path}" is missing or cut short. Put it back from a backup, or generate the take again from its recipe.`,
        )
      }
      return { sha256, ...row, path }
    },
    async writeRecipe(master, recipe) {
      await writeFileAtomic(`${mediaPath(folder, master)}.recipe.json`, `${canonicalJson(recipe)}\n`)
    },
  }
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return found?.size ?? null
}

async function moveIn(temporary: string, path: string): Promise<void> {
  const made = await mkdir(dirname(path), { recursive: true })
  try {
    await commitFile(temporary, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyIn(temporary, path)
  }
  if (made !== undefined && process.platform !== 'win32') await syncFolder(dirname(made))
}

/** From another file system: a rename cannot cross it. */
async function copyIn(from: string, path: string): Promise<void> {
  const copy = temporaryName(path)
  try {
    await copyFile(from, copy)
    await commitFile(copy, path)
  } catch (error) {
    await rm(copy, { force: true })
    throw error
  }
  await rm(from)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
