import { unpackSteps } from './history-pack.ts'
import type { Db } from './store.ts'

/** Texts in which a job or a recipe names shots and files: read as words, whatever their form is. */
const UNFINISHED = `SELECT payload AS a, '' AS b, '' AS c FROM job WHERE state IN ('waiting', 'running', 'paused')`
const FAILED = `SELECT payload AS a, '' AS b, '' AS c FROM job WHERE state IN ('failed', 'cancelled')`
const RECIPES = `SELECT recipe AS a, '' AS b, '' AS c FROM take`

const COLUMNS = [
  ...['master', 'proxy', 'poster', 'filmstrip'].map((column) => `SELECT ${column} AS name FROM take`),
  ...['file', 'proxy', 'poster', 'filmstrip'].map((column) => `SELECT ${column} AS name FROM imported`),
  'SELECT media AS name FROM usage',
  'SELECT replaced_by AS name FROM media',
]

/** Every file that a row names, in a column or inside a text: what may not be deleted. Throws where a pack of the history cannot be read. */
export function namedFiles(db: Db): Set<string> {
  const named = new Set<string>()
  for (const sql of COLUMNS) {
    for (const { name } of db.prepare<[], { name: string | null }>(sql).iterate()) if (name !== null) named.add(name)
  }
  for (const sql of [RECIPES, UNFINISHED, FAILED]) addWords(db, sql, /[0-9a-f]{64}/g, named)
  addHistory(db, /[0-9a-f]{64}/g, named)
  return named
}

const ID = /[0-9a-z]{8,64}/g

/** What the undo history names, of one sequence or of all. */
export function namedInHistory(db: Db, sequence?: string): Set<string> {
  const named = new Set<string>()
  addHistory(db, ID, named, sequence)
  return named
}

/** What an unfinished job names. */
export function namedInJobs(db: Db): Set<string> {
  const named = new Set<string>()
  addWords(db, UNFINISHED, ID, named)
  return named
}

function addWords(db: Db, sql: string, word: RegExp, words: Set<string>, ...of: string[]): void {
  for (const { a, b, c } of db.prepare<string[], { a: string; b: string; c: string }>(sql).iterate(...of)) {
    for (const text of [a, b, c]) for (const [found] of text.matchAll(word)) words.add(found)
  }
}

/** Steps of the history that lie in packs are undone like the others, so what they name counts as much. */
function addHistory(db: Db, word: RegExp, words: Set<string>, sequence?: string): void {
  const [where, of] = sequence === undefined ? ['', []] : ['WHERE sequence = ?', [sequence]]
  addWords(db, `SELECT edit AS a, forward AS b, backward AS c FROM history ${where}`, word, words, ...of)
  const packs = db.prepare<string[], { steps: Buffer }>(`SELECT steps FROM history_pack ${where}`)
  for (const { steps } of packs.iterate(...of)) {
    for (const { edit, forward, backward } of unpackSteps(steps)) {
      for (const text of [edit, forward, backward]) for (const [found] of text.matchAll(word)) words.add(found)
    }
  }
}
