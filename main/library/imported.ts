import { basename } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import { Media } from '../../core/library/media.ts'
import type { MediaInfo, MediaSound } from '../../core/library/media.ts'
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
  /** Keeps the sound of an entry at a sample rate, in the place of what was known of it. Throws `NOT_FOUND`. */
  keepSound(id: string, sound: MediaSound): Media
  /** Sample rates of the project's sequences. */
  sampleRates(): number[]
  /** What was found in the file that took its place; its sounds are to be made anew. */
  replace(id: string, adopted: Omit<AdoptedMedia, 'file' | 'bin'>): Media
}

interface SoundRow extends Omit<MediaSound, 'sampleRate'> {
  sample_rate: number
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

  const soundsOf = db.prepare<[string], SoundRow>(
    'SELECT sample_rate, samples, channels, pcm, waveform, trouble FROM sound WHERE media = ? ORDER BY sample_rate',
  )
  const setSound = db.prepare(
    'INSERT OR REPLACE INTO sound (media, sample_rate, samples, channels, pcm, waveform, trouble) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const dropSounds = db.prepare<[string]>('DELETE FROM sound WHERE media = ?')
  const rates = db.prepare<[], { rate: number }>(
    "SELECT DISTINCT coalesce(extra ->> '$.sampleRate', 48000) AS rate FROM sequence",
  )

  const parse = (row: ImportedRow): Media =>
    read(
      row,
      store.read(() => soundsOf.all(row.id)),
      folder,
    )
  const find = (file: string): Media | null => {
    const row = store.read(() => byFile.get(file))
    return row ? parse(row) : null
  }
  const get = (id: string): Media => {
    const row = store.read(() => byId.get(id))
    if (!row)
      throw new CortadoError('NOT_FOUND', 'That media file is not in this project. Ask for the list of media again.')
    return parse(row)
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
    list: () => store.read(() => all.all()).map(parse),
    shown: () => store.read(() => shown.all()).map(parse),
    byFile: find,
    rate(id, rating) {
      get(id)
      store.write(() => setRating.run(rating, id))
      return get(id)
    },
    keepSound: (id, { sampleRate, samples, channels, pcm, waveform, trouble }) =>
      store.write(() => {
        get(id)
        setSound.run(id, sampleRate, samples, channels, pcm, waveform, trouble)
        return get(id)
      }),
    sampleRates: () => store.read(() => rates.all()).map(({ rate }) => rate),
    replace: (id, { path, info, proxy, poster, filmstrip, filmstripFrames }) =>
      store.write(() => {
        get(id)
        setFiles.run(path, JSON.stringify(info), proxy, poster, filmstrip, filmstripFrames, id)
        dropSounds.run(id)
        return get(id)
      }),
  }
}

function read(
  { filmstrip_frames, created_at, favourite, info, ...row }: ImportedRow,
  sounds: readonly SoundRow[],
  folder: string,
): Media {
  try {
    return Media.parse({
      ...row,
      info: JSON.parse(info),
      filmstripFrames: filmstrip_frames,
      favourite: favourite === 1,
      createdAt: created_at,
      sounds: sounds.map(({ sample_rate: sampleRate, ...sound }) => ({ sampleRate, ...sound })),
    })
  } catch (error) {
    throw damaged(folder, error)
  }
}
