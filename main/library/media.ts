import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { CortadoError } from '../../core/errors.ts'
import { Sha256 } from '../../core/generation/recipe.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { commitFile, sha256File, syncFolder, temporaryName, writeFileAtomic } from '../files/index.ts'
import { mediaPath } from './media-path.ts'
import { libraryError } from './store.ts'
import type { Store } from './store.ts'

export interface StoredMedia {
  sha256: string
  mime: string
  bytes: number
  /** Absolute path. */
  path: string
}

/** How a lost file came back: `found` is the content that lies at `path`. */
export interface Relink {
  found: string
  path: string
  way: 'hash' | 'name' | 'remade'
  /** What is not as it was. */
  differences: readonly string[]
}

export interface MediaStore {
  /** A fresh path for a file on its way in, on the same file system; `extension` without its dot. */
  temporary(extension: string): string
  /**
   * Takes a finished temporary file in: hashes it, syncs it, gives it its name and commits its row. A file that is
   * there already is kept and the new one removed. The path given is gone afterwards. Throws `DISK_FULL`, `NOT_FOUND`.
   */
  adopt(temporary: string, mime: string): Promise<StoredMedia>
  /**
   * The file that a hash names, or the one that was put in its place; null where the project has none. Throws
   * `MEDIA_DAMAGED` where the file was lost.
   */
  locate(sha256: string): StoredMedia | null
  /** Has another file of the project stand in for one that is lost, and keeps why. */
  replace(lost: string, relink: Relink): void
  /** Keeps that a lost file was put back. */
  noteRelink(lost: string, relink: Relink): void
  /** Writes the recipe beside a master, as canonical JSON. */
  writeRecipe(master: string, recipe: Recipe): Promise<void>
}

export function createMediaStore(store: Store): MediaStore {
  const { db, folder } = store
  const find = db.prepare<[string], { mime: string; bytes: number; replaced_by: string | null }>(
    'SELECT mime, bytes, replaced_by FROM media WHERE sha256 = ?',
  )
  const add = db.prepare<[string, string, number, number]>(
    `INSERT INTO media (sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (sha256) DO UPDATE SET unnamed_since = NULL, replaced_by = NULL`,
  )
  const standIn = db.prepare<{ found: string; lost: string }>(
    'UPDATE media SET replaced_by = @found WHERE sha256 = @lost OR replaced_by = @lost',
  )
  const addRelink = db.prepare<[string, string, string, string, string, number]>(
    'INSERT INTO relink (file, found, path, way, differences, made_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const noteRelink: MediaStore['noteRelink'] = (lost, { found, path, way, differences }) =>
    store.write(() => void addRelink.run(lost, found, path, way, JSON.stringify(differences), Date.now()))
  /** The row of a file or of what stands in for it. A stand-in has none itself: a ring in a stranger's library ends here. */
  const rowOf = (sha256: string) => {
    const row = find.get(sha256)
    const other = row?.replaced_by ? find.get(row.replaced_by) : undefined
    return row?.replaced_by && other ? { name: row.replaced_by, ...other } : row && { name: sha256, ...row }
  }

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
      const row = store.read(() => rowOf(sha256))
      if (!row || !Sha256.safeParse(row.name).success) return null
      const path = mediaPath(folder, row.name)
      // Of a link: what it leads to is no file of the project.
      if (lstatSync(path, { throwIfNoEntry: false })?.size !== row.bytes) {
        throw new CortadoError(
          'MEDIA_DAMAGED',
          `The file "${path}" is missing or cut short. Put it back with "media relink", or generate the take again from its recipe.`,
        )
      }
      return { sha256: row.name, mime: row.mime, bytes: row.bytes, path }
    },
    replace(lost, relink) {
      store.write(() => {
        standIn.run({ found: relink.found, lost })
        noteRelink(lost, relink)
      })
    },
    noteRelink,
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
  if (made !== undefined) await syncFolder(dirname(made))
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
