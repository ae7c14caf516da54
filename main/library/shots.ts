import { CortadoError } from '../../core/errors.ts'
import { Shot, ShotLine } from '../../core/library/entities.ts'
import type { Take } from '../../core/library/entities.ts'
import { newId } from './id.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'
import type { TakeStore } from './takes.ts'

export interface ShotStore {
  /** `name` is the prompt's beginning where none is given. */
  create(options: { prompt: string; name?: string | undefined }): Shot
  /** Throws `NOT_FOUND`. */
  get(id: string): Shot
  /** In the order they were made, each with its takes. Those in the trash are left out. */
  list(): Shot[]
  /** As `list`, without reading a take. */
  lines(): ShotLine[]
  /** Those of these shots that are there and not in the trash, with their takes. */
  read(ids: readonly string[]): Shot[]
  rename(id: string, name: string): Shot
  /** Shows another take in every clip of the shot. Throws `NOT_FOUND`, or `INVALID_INPUT` for another shot's take. */
  pick(id: string, take: string): Shot
}

interface ShotRow {
  id: string
  name: string
  prompt: string
  picked: string | null
  bin: string | null
  label: string | null
  favourite: number
  created_at: number
}

const COLUMNS = 'id, name, prompt, picked, bin, label, favourite, created_at'
const NAME_LIMIT = 60

export function createShotStore(store: Store, takes: TakeStore): ShotStore {
  const { db } = store
  const byId = db.prepare<[string], ShotRow>(`SELECT ${COLUMNS} FROM shot WHERE id = ?`)
  const all = db.prepare<[], ShotRow>(`SELECT ${COLUMNS} FROM shot WHERE trashed_at IS NULL ORDER BY seq`)
  const some = db.prepare<[string], ShotRow>(
    `SELECT ${COLUMNS} FROM shot WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  )
  const lines = db.prepare<[], ShotRow & { count: number }>(
    `SELECT ${COLUMNS}, (SELECT count(*) FROM take WHERE take.shot = shot.id AND take.trashed_at IS NULL) AS count
     FROM shot WHERE trashed_at IS NULL ORDER BY seq`,
  )
  const add = db.prepare<[string, string, string, number]>(
    'INSERT INTO shot (id, name, prompt, created_at) VALUES (?, ?, ?, ?)',
  )
  const setName = db.prepare<[string, string]>('UPDATE shot SET name = ? WHERE id = ?')
  const setPicked = db.prepare<[string, string]>('UPDATE shot SET picked = ? WHERE id = ?')

  const get = (id: string): Shot => {
    const row = store.read(() => byId.get(id))
    if (!row) throw new CortadoError('NOT_FOUND', 'That shot is not in this project. Ask for the list of shots again.')
    return toShot(row, takes.list(id), store.folder)
  }

  return {
    create({ prompt, name }) {
      const id = newId()
      store.write(() => add.run(id, name ?? shorten(prompt), prompt, Date.now()))
      return get(id)
    },
    get,
    list() {
      const byShot = Map.groupBy(takes.list(), (take) => take.shot)
      return store
        .read(() => all.all())
        .map((row) =>
          toShot(
            row,
            (byShot.get(row.id) ?? []).toSorted((a, b) => a.number - b.number),
            store.folder,
          ),
        )
    },
    lines: () => store.read(() => lines.all()).map((row) => toLine(row, store.folder)),
    read: (ids) =>
      store.read(() => some.all(JSON.stringify(ids))).map((row) => toShot(row, takes.list(row.id), store.folder)),
    rename(id, name) {
      const words = name.trim()
      if (words === '') throw new CortadoError('INVALID_INPUT', 'A shot needs a name. Type one.')
      get(id)
      store.write(() => setName.run(words, id))
      return get(id)
    },
    pick(id, take) {
      get(id)
      if (takes.get(take).shot !== id) {
        throw new CortadoError('INVALID_INPUT', 'That take belongs to another shot. Pick a take of this shot.')
      }
      store.write(() => setPicked.run(take, id))
      return get(id)
    },
  }
}

function toShot({ created_at: createdAt, ...row }: ShotRow, takes: Take[], folder: string): Shot {
  const parsed = Shot.safeParse({ ...row, favourite: row.favourite === 1, takes: [], createdAt })
  if (!parsed.success) throw damaged(folder, parsed.error)
  // The takes are parsed already, and may be many.
  return { ...parsed.data, takes }
}

function toLine({ created_at: createdAt, ...row }: ShotRow & { count: number }, folder: string): ShotLine {
  const parsed = ShotLine.safeParse({ ...row, favourite: row.favourite === 1, createdAt })
  if (!parsed.success) throw damaged(folder, parsed.error)
  return parsed.data
}

function shorten(prompt: string): string {
  const line = prompt.replace(/\s+/g, ' ').trim()
  const letters = [...line]
  return letters.length <= NAME_LIMIT
    ? line
    : `${letters
        .slice(0, NAME_LIMIT - 1)
        .join('')
        .trimEnd()}…`
}
