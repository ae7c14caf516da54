import { CortadoError } from '../../core/errors.ts'
import { SearchRequest } from '../../core/library/search.ts'
import type { HitKind, SearchInput, SearchPage } from '../../core/library/search.ts'
import type { Bins } from './bins.ts'
import { createHits } from './hits.ts'
import type { Store } from './store.ts'
import { createUsedList } from './used.ts'

export type Search = (request: SearchInput) => SearchPage

interface Found {
  seq: number
  kind: HitKind
  id: string
}

/**
 * Finds what has all the words and marks, a page at a time. Marks are words of the index too, so that a filter costs
 * as little as a word, and a page is read off the index in its own order: no answer waits for all that would fit.
 */
export function createSearch(store: Store, bins: Bins): Search {
  const usedList = createUsedList(store.db)
  const prepare = (order: 'ASC' | 'DESC', used: '' | 'IN' | 'NOT IN') =>
    store.db.prepare<[string, number, number], Found>(
      // The plus keeps SQLite from asking the index anew for every entry that is used.
      `SELECT catalog.seq, catalog.kind, catalog.id FROM catalog_search CROSS JOIN catalog ON catalog.seq = catalog_search.rowid
       WHERE catalog_search MATCH ? AND catalog_search.rowid ${order === 'ASC' ? '>' : '<'} ?
       ${used === '' ? '' : `AND +catalog_search.rowid ${used} (SELECT seq FROM used_entry)`}
       ORDER BY catalog_search.rowid ${order} LIMIT ?`,
    )
  const statements = new Map<string, ReturnType<typeof prepare>>()
  const statement = (order: 'ASC' | 'DESC', used: '' | 'IN' | 'NOT IN'): ReturnType<typeof prepare> => {
    const key = `${order} ${used}`
    const known = statements.get(key) ?? prepare(order, used)
    statements.set(key, known)
    return known
  }
  const hits = createHits(store)

  return (input) => {
    const request = parse(input)
    const query = matchQuery(request, (bin) => bins.within(bin))
    if (query === null) return { hits: [], next: null }
    const oldest = request.order === 'oldest'
    const used = request.used === undefined ? '' : request.used ? 'IN' : 'NOT IN'
    const start = request.after ?? (oldest ? 0 : Number.MAX_SAFE_INTEGER)
    return store.read(() => {
      if (request.used !== undefined) usedList.fresh()
      const found = statement(oldest ? 'ASC' : 'DESC', used).all(query, start, request.limit + 1)
      const page = found.slice(0, request.limit)
      return {
        hits: hits(page),
        next: found.length > page.length ? (page.at(-1)?.seq ?? null) : null,
      }
    })
  }
}

function parse(input: SearchInput): SearchRequest {
  const parsed = SearchRequest.safeParse(input)
  if (parsed.success) return parsed.data
  throw new CortadoError('INVALID_INPUT', 'That search is not one that Cortado knows. Check its filters.', {
    cause: parsed.error,
  })
}

/** The request as an FTS5 query; nothing that a person types is syntax. Null where it asks for words and holds none. */
function matchQuery(request: SearchRequest, within: (bin: string) => string[]): string | null {
  const words = request.text.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
  if (words === null && request.text.trim() !== '') return null
  const marks = [
    any((request.kinds ?? []).map((kind) => `k${kind}`)),
    request.rating === 0 ? '' : any([0, 1, 2, 3, 4, 5].filter((stars) => stars >= request.rating).map((n) => `r${n}`)),
    any((request.labels ?? []).map((label) => `l${label}`)),
    flag('f', request.favourite),
    flag('x', request.rejected),
    flag('t', request.trashed),
    request.shot === undefined ? '' : any([`s${request.shot}`]),
    request.bin === undefined ? '' : any((request.bin === 'none' ? ['none'] : within(request.bin)).map((b) => `b${b}`)),
  ].filter((part) => part !== '')
  const parts = [`{marks} : (${marks.join(' AND ')})`]
  if (words !== null) parts.unshift(`{words} : (${words.map(eitherForm).join(' AND ')})`)
  return parts.join(' AND ')
}

/** Names of files keep the form that their system gave them: a letter and its marks as one sign or as several. */
function eitherForm(word: string): string {
  const forms = new Set([word.normalize('NFC'), word.normalize('NFD')])
  return `(${[...forms].map((form) => `"${form}"*`).join(' OR ')})`
}

function any(tokens: readonly string[]): string {
  return tokens.length === 0 ? '' : `(${tokens.map((token) => `"${token}"`).join(' OR ')})`
}

function flag(letter: string, value: boolean | undefined): string {
  return value === undefined ? '' : `"${letter}${Number(value)}"`
}
