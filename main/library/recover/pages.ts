import { readFileSync } from 'node:fs'
import { readRecord, readVarint } from './record.ts'
import type { Value } from './record.ts'

/** One row as it lies on a page; `rowid` null in a table without one. */
export interface RawRow {
  rowid: number | null
  values: Value[]
}

export interface PageContent {
  kind: 'table' | 'index'
  leaf: boolean
  /** Pages below; empty for a leaf. */
  children: number[]
  rows: RawRow[]
  /** Cells that could not be read. */
  bad: number
}

/** A database file, read by its pages and without SQLite, which gives up a whole branch at the first page that is wrong. */
export interface PageFile {
  count: number
  /** `user_version`; null where the header cannot be read. */
  version: number | null
  /** Null where the page holds no tree: free, an overflow page, or damaged. */
  read(page: number): PageContent | null
  /** Pages that are not in use: what they hold was deleted. */
  free: ReadonlySet<number>
}

const TYPES: Readonly<Record<number, Pick<PageContent, 'kind' | 'leaf'>>> = {
  2: { kind: 'index', leaf: false },
  5: { kind: 'table', leaf: false },
  10: { kind: 'index', leaf: true },
  13: { kind: 'table', leaf: true },
}
const LARGEST_ROW = 64 * 2 ** 20

/** Opens a file whatever state it is in (format: sqlite.org/fileformat2.html). */
export function openPages(path: string): PageFile {
  const file = readFileSync(path)
  const whole = file.length >= 100 && file.toString('latin1', 0, 16) === 'SQLite format 3\0'
  const stated = whole ? file.readUInt16BE(16) : 0
  const pageSize = stated === 1 ? 65_536 : stated >= 512 && (stated & (stated - 1)) === 0 ? stated : 4096
  const usable = pageSize - (whole ? file.readUInt8(20) : 0)
  const count = Math.floor(file.length / pageSize)
  const page = (number: number): Buffer => {
    if (!Number.isInteger(number) || number < 1 || number > count) throw new RangeError('no such page')
    return file.subarray((number - 1) * pageSize, number * pageSize)
  }

  const payload = (bytes: Buffer, at: number, length: number, kind: PageContent['kind']): Buffer => {
    if (length > LARGEST_ROW) throw new RangeError('too long')
    const most = kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
    const least = Math.floor(((usable - 12) * 32) / 255) - 23
    const odd = least + ((length - least) % (usable - 4))
    const local = length <= most ? length : odd <= most ? odd : least
    if (at + local > usable) throw new RangeError('a cell ends outside of its page')
    if (local === length) return bytes.subarray(at, at + length)
    const parts = [bytes.subarray(at, at + local)]
    let next = bytes.readUInt32BE(at + local)
    for (let left = length - local; left > 0;) {
      const overflow = page(next)
      const size = Math.min(left, usable - 4)
      parts.push(overflow.subarray(4, 4 + size))
      left -= size
      next = overflow.readUInt32BE(0)
    }
    return Buffer.concat(parts)
  }

  const cell = (bytes: Buffer, at: number, { kind, leaf }: Pick<PageContent, 'kind' | 'leaf'>): RawRow | null => {
    if (kind === 'table' && !leaf) return null
    const start = leaf ? at : at + 4
    const length = readVarint(bytes, start)
    const rowid = kind === 'table' ? readVarint(bytes, length.next) : { value: null, next: length.next }
    return { rowid: rowid.value, values: readRecord(payload(bytes, rowid.next, length.value, kind)) }
  }

  const read = (number: number): PageContent | null => {
    if (number < 1 || number > count) return null
    const bytes = page(number)
    const start = number === 1 ? 100 : 0
    const type = TYPES[bytes.readUInt8(start)]
    if (type === undefined) return null
    const cells = bytes.readUInt16BE(start + 3)
    const list = start + (type.leaf ? 8 : 12)
    if (list + cells * 2 > usable) return null
    const content: PageContent = { ...type, children: [], rows: [], bad: 0 }
    for (let index = 0; index < cells; index += 1) {
      try {
        const at = bytes.readUInt16BE(list + index * 2)
        if (at < list || at >= usable) throw new RangeError('a cell outside of its page')
        if (!type.leaf) content.children.push(bytes.readUInt32BE(at))
        const row = cell(bytes, at, type)
        if (row !== null) content.rows.push(row)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        content.bad += 1
      }
    }
    if (!type.leaf) content.children.push(bytes.readUInt32BE(start + 8))
    return content
  }

  return {
    count,
    version: whole ? file.readUInt32BE(60) : null,
    read,
    free: whole ? freePages(page, count) : new Set(),
  }
}

/** The list of free pages, as far as it can be followed. */
function freePages(page: (number: number) => Buffer, count: number): Set<number> {
  const free = new Set<number>()
  let trunk = page(1).readUInt32BE(32)
  while (trunk > 0 && trunk <= count && !free.has(trunk)) {
    free.add(trunk)
    const bytes = page(trunk)
    const leaves = Math.min(bytes.readUInt32BE(4), bytes.length / 4 - 2)
    for (let index = 0; index < leaves; index += 1) free.add(bytes.readUInt32BE(8 + index * 4))
    trunk = bytes.readUInt32BE(0)
  }
  return free
}
