import { asRow, knownTables } from './known-tables.ts'
import type { KnownTable } from './known-tables.ts'
import { openPages } from './pages.ts'
import type { PageContent, PageFile, RawRow } from './pages.ts'
import type { Value } from './record.ts'

export interface FoundTable {
  table: KnownTable
  rows: Record<string, Value>[]
  /** Pages and rows of it that could not be read. */
  lost: number
}

export interface FoundRows {
  version: number
  tables: FoundTable[]
  /** Pages in use that belong to a table of which the way there is lost, and what they hold fits none. */
  strays: number
}

/**
 * Reads all rows that a database file still holds. Trees are followed from their roots; pages that no tree leads to any
 * more are told by the shape of their rows. Reads only.
 */
export function readRows(path: string, newest: number): FoundRows {
  const pages = openPages(path)
  const version = pages.version !== null && pages.version >= 1 && pages.version <= newest ? pages.version : newest
  const known = knownTables(version)
  const reader = createReader(pages)
  const { roots, others } = rootPages(pages, reader, new Set(known.map(({ name }) => name)))
  const tables = known.map((table): FoundTable => {
    const root = roots.get(table.name)
    return root === undefined ? { table, rows: [], lost: 1 } : { table, ...toRows(table, reader.walk(root)) }
  })
  // Indexes are built anew; their pages are looked at only so that they are not taken for rows that got lost.
  for (const root of others) reader.walk(root)
  // A page of a tree that is whole was deleted with its rows; where a tree is broken, it may be one that fell off.
  const strays = tables.some(({ lost }) => lost > 0) ? readStrays(pages, reader.seen, tables) : 0
  return { version, tables, strays }
}

interface Walked {
  rows: RawRow[]
  lost: number
}

interface Reader {
  seen: Set<number>
  walk(root: number): Walked
}

function createReader(pages: PageFile): Reader {
  const seen = new Set<number>()
  return {
    seen,
    walk(root) {
      const walked: Walked = { rows: [], lost: 0 }
      const next = [root]
      for (let number = next.pop(); number !== undefined; number = next.pop()) {
        // A page that two branches name is read once; a ring ends.
        if (seen.has(number)) continue
        const content = pages.read(number)
        if (content === null) {
          walked.lost += 1
          continue
        }
        seen.add(number)
        walked.lost += content.bad
        walked.rows.push(...content.rows)
        next.push(...content.children)
      }
      return walked
    },
  }
}

/** Where each table begins, from the schema on page 1, as far as that can be read. */
function rootPages(
  pages: PageFile,
  reader: Reader,
  ours: ReadonlySet<string>,
): { roots: Map<string, number>; others: number[] } {
  const roots = new Map<string, number>()
  const others: number[] = []
  if (pages.count === 0) return { roots, others }
  for (const { values } of reader.walk(1).rows) {
    const [type, name, , root] = values
    if (typeof name !== 'string' || typeof root !== 'bigint') continue
    if (type === 'table' && ours.has(name)) roots.set(name, Number(root))
    else others.push(Number(root))
  }
  return { roots, others }
}

function toRows(table: KnownTable, { rows, lost }: Walked): Omit<FoundTable, 'table'> {
  const read = rows.map((row) => asRow(table, row)).filter((row) => row !== null)
  return { rows: read, lost: lost + rows.length - read.length }
}

function readStrays(pages: PageFile, seen: ReadonlySet<number>, tables: readonly FoundTable[]): number {
  let unknown = 0
  for (let number = 1; number <= pages.count; number += 1) {
    if (seen.has(number) || pages.free.has(number)) continue
    const content = pages.read(number)
    if (content === null || content.rows.length === 0) continue
    const owner = ownerOf(content, tables)
    if (owner === null) unknown += 1
    else owner.rows.push(...toRows(owner.table, { rows: content.rows, lost: 0 }).rows)
  }
  return unknown
}

/** The broken table whose columns the rows of a page fit; the one with the most columns, where more than one would do. */
function ownerOf({ kind, rows }: PageContent, tables: readonly FoundTable[]): FoundTable | null {
  const fitting = tables
    .filter(({ lost, table }) => lost > 0 && table.withoutRowid === (kind === 'index'))
    .filter(({ table }) => {
      const fit = rows.filter((row) => row.values.length >= least(table) && asRow(table, row) !== null)
      return fit.length * 2 > rows.length
    })
    .sort((a, b) => b.table.columns.length - a.table.columns.length)
  return fitting[0] ?? null
}

/** Columns that no row of a table lacks: those without a default that came later are at its end. */
function least({ columns }: KnownTable): number {
  const last = columns.findLastIndex(
    ({ notnull, pk, dflt_value: usual }) => (notnull === 1 && usual === null) || pk > 0,
  )
  return last + 1
}
