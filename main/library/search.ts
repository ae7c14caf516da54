import type { Store } from './store.ts'

const LIMIT = 500

export type Search = (text: string) => { shots: string[]; takes: string[] }

/** Finds shots by name or prompt and takes by prompt, best first: every word must begin a word there. */
export function createSearch(store: Store): Search {
  const shots = store.db.prepare<[string, number], { id: string }>(
    `SELECT shot.id FROM shot_search JOIN shot ON shot.seq = shot_search.rowid
     WHERE shot_search MATCH ? ORDER BY bm25(shot_search), shot.seq LIMIT ?`,
  )
  const takes = store.db.prepare<[string, number], { id: string }>(
    `SELECT take.id FROM take_search JOIN take ON take.seq = take_search.rowid
     WHERE take_search MATCH ? ORDER BY bm25(take_search), take.seq LIMIT ?`,
  )
  return (text) => {
    const query = matchQuery(text)
    if (query === null) return { shots: [], takes: [] }
    return store.read(() => ({
      shots: shots.all(query, LIMIT).map((row) => row.id),
      takes: takes.all(query, LIMIT).map((row) => row.id),
    }))
  }
}

/** The user's words as FTS5 prefix strings; nothing in them is syntax. Null where there is no word. */
function matchQuery(text: string): string | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
  return words && words.map((word) => `"${word}"*`).join(' ')
}
