import { basename } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import { Media } from '../../core/library/media.ts'
import type { MediaInfo } from '../../core/library/media.ts'
import { newId } from './id.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

/** A file whose content and pictures were all adopted. */
export interface AdoptedMedia {
  file: string
  path: string
  info: MediaInfo
  proxy: string | null
  poster: string | null
  filmstrip: string | null
  filmstripFrames: number
  bin: string | null
}

/** Imported files: one entry for each content. */
export interface ImportedStore {
  /** Keeps an entry; one of the same content is given back as it is, out of the trash if it lay there. */
  record(adopted: AdoptedMedia): Media
  /** Throws `NOT_FOUND`. */
  get(id: string): Media
  /** Every one, in the order they came, also those in the trash. */
  list(): Media[]
  /** Those that are not in the trash. */
  shown(): Media[]
  /** The entry of a content; null where there is none. */
  byFile(file: string): Media | null
  rate(id: string, rating: number): Media
  /** What was found in the file that took its place. */
  replace(id: string, adopted: Omit<AdoptedMedia, 'file' | 'bin'>): Media
}

interface ImportedRow {
  id: string
  info: string
  filmstrip_frames: number
  favourite: number
  created_at: number
}

const COLUMNS =
  'id, file, name, path, info, proxy, poster, filmstrip, filmstrip_frames, rating, bin, label, favourite, created_at'

export function createImportedStore(store: Store): ImportedStore {
  const { db, folder } = store
  const byId = db.prepare<[string], ImportedRow>(`SELECT ${COLUMNS} FROM imported WHERE id = ?`)
  const byFile = db.prepare<[string], ImportedRow>(`SELECT ${COLUMNS} FROM imported WHERE file = ?`)
  const all = db.prepare<[], ImportedRow>(`SELECT ${COLUMNS} FROM imported ORDER BY seq`)
  const shown = db.prepare<[], ImportedRow>(`SELECT ${COLUMNS} FROM imported WHERE trashed_at IS NULL ORDER BY seq`)
  const add = db.prepare(
    `INSERT INTO imported (id, file, name, path, info, proxy, poster, filmstrip, filmstrip_frames, rating, bin, favourite,
       created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?)`,
  )
  const untrash = db.prepare<[string]>('UPDATE imported SET trashed_at = NULL WHERE id = ? AND trashed_at IS NOT NULL')
  const setRating = db.prepare<[number, string]>('UPDATE imported SET rating = ? WHERE id = ?')
  const setFiles = db.prepare(
    'UPDATE imported SET path = ?, info = ?, proxy = ?, poster = ?, filmstrip = ?, filmstrip_frames = ? WHERE id = ?',
  )

  const find = (file: string): Media | null => {
    const row = store.read(() => byFile.get(file))
    return row ? parse(row, folder) : null
  }
  const get = (id: string): Media => {
    const row = store.read(() => byId.get(id))
    if (!row)
      throw new CortadoError('NOT_FOUND', 'That media file is not in this project. Ask for the list of media again.')
    return parse(row, folder)
  }

  return {
    record: (adopted) =>
      store.write(() => {
        const known = find(adopted.file)
        if (known) {
          untrash.run(known.id)
          return known
        }
        const { file, path, info, proxy, poster, filmstrip, filmstripFrames, bin } = adopted
        const id = newId()
        const words = [basename(path), path, JSON.stringify(info)]
        add.run(id, file, ...words, proxy, poster, filmstrip, filmstripFrames, bin, Date.now())
        return get(id)
      }),
    get,
    list: () => store.read(() => all.all()).map((row) => parse(row, folder)),
    shown: () => store.read(() => shown.all()).map((row) => parse(row, folder)),
    byFile: find,
    rate(id, rating) {
      get(id)
      store.write(() => setRating.run(rating, id))
      return get(id)
    },
    replace: (id, { path, info, proxy, poster, filmstrip, filmstripFrames }) =>
      store.write(() => {
        get(id)
        setFiles.run(path, JSON.stringify(info), proxy, poster, filmstrip, filmstripFrames, id)
        return get(id)
      }),
  }
}

function parse({ filmstrip_frames, created_at, favourite, info, ...row }: ImportedRow, folder: string): Media {
  try {
    return Media.parse({
      ...row,
      info: JSON.parse(info),
      filmstripFrames: filmstrip_frames,
      favourite: favourite === 1,
      createdAt: created_at,
    })
  } catch (error) {
    throw damaged(folder, error)
  }
}
