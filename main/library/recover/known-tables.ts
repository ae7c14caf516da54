import Database from 'better-sqlite3'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations/index.ts'
import type { RawRow } from './pages.ts'
import type { Value } from './record.ts'

interface Column {
  name: string
  type: string
  notnull: number
  dflt_value: string | null
  pk: number
}

/** A table of ours in one version of the schema. */
export interface KnownTable {
  name: string
  /** In the order in which a record holds them. */
  columns: readonly Column[]
  withoutRowid: boolean
}

/** What is built anew from the rows: the index of the search, and what the sequences use. Nobody asks for what was let go of, or waits for an old answer. */
const DERIVED = /^(answered$|catalog|let_go$|usage$|sqlite_)/

/** Our own tables of a version: the file's idea of its schema is not asked, because it may be a stranger's or be damaged. */
export function knownTables(version: number): KnownTable[] {
  const db = new Database(':memory:')
  try {
    migrate(
      db,
      MIGRATIONS.filter((migration) => migration.version <= version),
    )
    const tables = db.pragma('table_list') as { name: string; type: string; wr: number }[]
    return tables
      .filter(({ name, type }) => type === 'table' && !DERIVED.test(name))
      .map(({ name, wr }) => {
        const declared = db.pragma(`table_info(${name})`) as Column[]
        const key = declared.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
        const columns = wr === 1 ? [...key, ...declared.filter(({ pk }) => pk === 0)] : declared
        return { name, columns, withoutRowid: wr === 1 }
      })
  } finally {
    db.close()
  }
}

/** A row as an object, by column; null where it cannot be one of this table. A record that is older than a column lacks it. */
export function asRow(table: KnownTable, { rowid, values }: RawRow): Record<string, Value> | null {
  if (table.withoutRowid !== (rowid === null) || values.length > table.columns.length) return null
  const row: Record<string, Value> = {}
  for (const [index, column] of table.columns.entries()) {
    const stored = values[index]
    if (stored === undefined) {
      // Columns that were added later have a default; the first ones of a table have not.
      if (index === 0) return null
      continue
    }
    const isRowid = column.pk === 1 && column.type === 'INTEGER' && !table.withoutRowid
    const value = isRowid && stored === null && rowid !== null ? BigInt(rowid) : stored
    if (!fits(column, value)) return null
    row[column.name] = value
  }
  return row
}

const HASHES = new Set(['sha256', 'recipe_sha256', 'master', 'proxy', 'poster', 'filmstrip', 'file', 'pcm', 'waveform'])

function fits({ name, type, notnull }: Column, value: Value): boolean {
  if (value === null) return notnull === 0
  if (type === 'INTEGER') return typeof value === 'bigint'
  if (type === 'REAL') return typeof value === 'number' || typeof value === 'bigint'
  if (type === 'BLOB') return value instanceof Uint8Array
  if (type !== 'TEXT' || typeof value !== 'string') return false
  if (HASHES.has(name)) return /^[0-9a-f]{64}$/.test(value)
  return name !== 'id' || /^[0-9a-z.-]{1,80}$/.test(value)
}
