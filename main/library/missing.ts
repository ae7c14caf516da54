import { stat } from 'node:fs/promises'
import type { MissingFile } from '../../core/library/media.ts'
import { mediaPath } from './media-path.ts'
import type { Store } from './store.ts'

const AT_ONCE = 64

interface FileRow {
  sha256: string
  bytes: number
}

/** Looks for every file that rows name and gives those that are gone or cut short, with what needs them. */
export async function missingFiles(store: Store): Promise<MissingFile[]> {
  const rows = store.read(() =>
    store.db
      .prepare<[], FileRow>('SELECT sha256, bytes FROM media WHERE replaced_by IS NULL AND unnamed_since IS NULL')
      .all(),
  )
  const gone = new Map<string, number>()
  for (let index = 0; index < rows.length; index += AT_ONCE) {
    const some = rows.slice(index, index + AT_ONCE)
    const sizes = await Promise.all(some.map(({ sha256 }) => sizeOf(mediaPath(store.folder, sha256))))
    for (const [place, { sha256, bytes }] of some.entries()) if (sizes[place] !== bytes) gone.set(sha256, bytes)
  }
  return gone.size === 0 ? [] : describe(store, gone)
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true ? found.size : null
}

interface UseRow {
  id: string | null
  name: string
  files: string
}

/** One pass over what names files, however many are gone. Columns of a row are in the order of `parts`. */
function describe({ db, read }: Store, gone: ReadonlyMap<string, number>): MissingFile[] {
  const found = new Map<string, MissingFile>()
  const note = (row: UseRow, parts: readonly string[]): void => {
    for (const [index, sha256] of (JSON.parse(row.files) as (string | null)[]).entries()) {
      const bytes = sha256 === null ? undefined : gone.get(sha256)
      if (sha256 === null || bytes === undefined || found.has(sha256)) continue
      const use = `${parts[index]} ${row.name}`
      found.set(sha256, { sha256, bytes, use, media: index === 0 ? row.id : null, name: row.name })
    }
  }
  read(() => {
    const imported = db.prepare<[], UseRow>(
      `SELECT id, name, json_array(file, proxy, poster, filmstrip) AS files FROM imported`,
    )
    const parts = ['proxy of', 'poster of', 'filmstrip of']
    for (const row of imported.iterate()) note(row, ['media', ...parts])
    const sounds = db.prepare<[], UseRow>(
      `SELECT NULL AS id, imported.name, json_array(pcm, waveform) AS files FROM sound JOIN imported ON imported.id = sound.media`,
    )
    for (const row of sounds.iterate()) note(row, ['sound of', 'waveform of'])
    const takes = db.prepare<[], UseRow>(
      `SELECT NULL AS id, 'take ' || take.number || ' of ' || shot.name AS name,
         json_array(master, proxy, poster, filmstrip) AS files FROM take JOIN shot ON shot.id = take.shot`,
    )
    for (const row of takes.iterate()) note(row, ['master of', ...parts])
  })
  for (const [sha256, bytes] of gone) {
    if (!found.has(sha256)) found.set(sha256, { sha256, bytes, use: 'material of a recipe', media: null, name: '' })
  }
  return [...found.values()]
}
