import { CortadoError } from '../../core/errors.ts'
import { BIN_DEPTH, BinName } from '../../core/library/bins.ts'
import type { Bin } from '../../core/library/bins.ts'
import { newId } from './id.ts'
import type { Store } from './store.ts'

export interface Bins {
  /** Every bin, by name. */
  list(): Bin[]
  /** Throws `NOT_FOUND`. */
  get(id: string): Bin
  /** Throws `INVALID_INPUT` for a name that cannot be, or where bins would lie too deep. */
  create(options: { name: string; parent?: string | null | undefined }): Bin
  rename(id: string, name: string): Bin
  /** Throws `INVALID_INPUT` where a bin would lie in itself. */
  move(id: string, parent: string | null): Bin
  /** The bin and all bins inside it, itself first. */
  within(id: string): string[]
  /** Takes a bin away; what lies in it goes to the bin around it. Nothing in it is lost. */
  dissolve(id: string): void
}

interface BinRow {
  id: string
  name: string
  parent: string | null
  created_at: number
  entries: number
}

const COLUMNS = `id, name, parent, created_at, (SELECT count(*) FROM shot WHERE shot.bin = bin.id AND trashed_at IS NULL)
  + (SELECT count(*) FROM imported WHERE imported.bin = bin.id AND trashed_at IS NULL) AS entries`

export function createBins(store: Store): Bins {
  const { db } = store
  const byId = db.prepare<[string], BinRow>(`SELECT ${COLUMNS} FROM bin WHERE id = ?`)
  const all = db.prepare<[], BinRow>(`SELECT ${COLUMNS} FROM bin ORDER BY name COLLATE NOCASE, id`)
  const add = db.prepare<[string, string, string | null, number]>(
    'INSERT INTO bin (id, name, parent, created_at) VALUES (?, ?, ?, ?)',
  )
  const setName = db.prepare<[string, string]>('UPDATE bin SET name = ? WHERE id = ?')
  const setParent = db.prepare<[string | null, string]>('UPDATE bin SET parent = ? WHERE id = ?')
  // UNION drops what was seen, so that a ring in a damaged library ends.
  const below = db.prepare<[string], { id: string }>(
    `WITH RECURSIVE inside (id) AS (SELECT id FROM bin WHERE id = ?
       UNION SELECT bin.id FROM bin JOIN inside ON bin.parent = inside.id) SELECT id FROM inside`,
  )
  const above = db.prepare<[string], { id: string }>(
    `WITH RECURSIVE around (id) AS (SELECT id FROM bin WHERE id = ?
       UNION SELECT bin.parent FROM bin JOIN around ON bin.id = around.id WHERE bin.parent IS NOT NULL) SELECT id FROM around`,
  )
  const height = db.prepare<[string, number], { height: number }>(
    `WITH RECURSIVE inside (id, depth) AS (SELECT id, 1 FROM bin WHERE id = ?
       UNION SELECT bin.id, depth + 1 FROM bin JOIN inside ON bin.parent = inside.id WHERE depth < ?)
     SELECT max(depth) AS height FROM inside`,
  )
  const empty = ['shot', 'imported'].map((table) =>
    db.prepare<[string | null, string]>(`UPDATE ${table} SET bin = ? WHERE bin = ?`),
  )
  const lift = db.prepare<[string | null, string]>('UPDATE bin SET parent = ? WHERE parent = ?')
  const drop = db.prepare<[string]>('DELETE FROM bin WHERE id = ?')

  const get = (id: string): Bin => {
    const row = store.read(() => byId.get(id))
    if (!row) throw new CortadoError('NOT_FOUND', 'That bin is not in this project. Ask for the list of bins again.')
    return toBin(row)
  }
  const within = (id: string): string[] => {
    get(id)
    return store.read(() => below.all(id)).map((row) => row.id)
  }
  /** Whether bins of so many levels can go into another one. */
  const checkDepth = (parent: string | null, levels: number): void => {
    if (parent === null) return
    get(parent)
    if (store.read(() => above.all(parent)).length + levels <= BIN_DEPTH) return
    throw new CortadoError('INVALID_INPUT', `Bins lie at most ${BIN_DEPTH} deep. Choose a bin further up.`)
  }

  return {
    list: () => store.read(() => all.all()).map(toBin),
    get,
    within,
    create({ name, parent = null }) {
      const id = newId()
      const words = checkName(name)
      checkDepth(parent, 1)
      store.write(() => add.run(id, words, parent, Date.now()))
      return get(id)
    },
    rename(id, name) {
      get(id)
      const words = checkName(name)
      store.write(() => setName.run(words, id))
      return get(id)
    },
    move(id, parent) {
      if (parent !== null && within(id).includes(parent)) {
        throw new CortadoError('INVALID_INPUT', 'A bin cannot lie inside itself. Choose another bin.')
      }
      get(id)
      checkDepth(parent, store.read(() => height.get(id, BIN_DEPTH))?.height ?? 1)
      store.write(() => setParent.run(parent, id))
      return get(id)
    },
    dissolve(id) {
      const { parent } = get(id)
      store.write(() => {
        for (const statement of [...empty, lift]) statement.run(parent, id)
        drop.run(id)
      })
    },
  }
}

function toBin({ created_at: createdAt, ...row }: BinRow): Bin {
  return { ...row, createdAt }
}

function checkName(name: string): string {
  const parsed = BinName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new CortadoError('INVALID_INPUT', 'A bin needs a name of at most 200 characters. Type one.')
}
