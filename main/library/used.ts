import type { Db } from './store.ts'

/** What lies in the trash shows nothing: what it used is thrown away without asking, and comes back with it. */
const LIVING = 'usage.sequence IN (SELECT id FROM sequence WHERE trashed_at IS NULL)'
const shown = (column: 'shot' | 'take' | 'media' | 'nested'): string =>
  `SELECT ${column} FROM usage WHERE ${column} IS NOT NULL AND ${LIVING}`

/**
 * What the sequences show, as SQL: this file alone knows in which columns that is told. A take is used where a clip shows its
 * shot and the shot shows it, or where a clip was given it as its own.
 */
export const USED = {
  /** Shots that a clip shows. */
  shots: shown('shot'),
  /** The picked takes of those shots, and those that clips were given. */
  takes: `SELECT picked FROM shot WHERE picked IS NOT NULL AND id IN (${shown('shot')}) UNION ${shown('take')}`,
  /** Files that a clip shows. */
  files: shown('media'),
} as const

/** True in SQL where a clip shows the shot, the take as its own, the file or the sequence that an expression names. */
export const IS_USED = {
  shot: (id: string) => `EXISTS (SELECT 1 FROM usage WHERE usage.shot = ${id} AND ${LIVING})`,
  take: (id: string) => `EXISTS (SELECT 1 FROM usage WHERE usage.take = ${id} AND ${LIVING})`,
  file: (sha256: string) => `EXISTS (SELECT 1 FROM usage WHERE usage.media = ${sha256} AND ${LIVING})`,
  sequence: (id: string) => `EXISTS (SELECT 1 FROM usage WHERE usage.nested = ${id} AND ${LIVING})`,
} as const

const ENTRIES = `${USED.shots} UNION ${USED.takes} UNION ${shown('nested')}
  UNION SELECT id FROM imported WHERE file IN (${USED.files})`

/** True for a shot, a take or imported media that a sequence shows. */
export function createIsUsed(db: Db): (id: string) => boolean {
  const found = db.prepare<{ id: string }>(
    `SELECT 1 WHERE ${IS_USED.shot('@id')} OR ${IS_USED.take('@id')} OR EXISTS (SELECT 1 FROM shot WHERE picked = @id AND ${IS_USED.shot('shot.id')})
       OR EXISTS (SELECT 1 FROM imported WHERE id = @id AND ${IS_USED.file('imported.file')})`,
  )
  return (id) => found.get({ id }) !== undefined
}

/**
 * Keeps a list of what is used, by its place in the catalog, for statements that look through very many entries. It is made
 * again after any change; `fresh` is to be called before `used_entry` is read.
 */
export function createUsedList(db: Db): { fresh(): void } {
  db.exec('CREATE TEMP TABLE used_entry (seq INTEGER PRIMARY KEY)')
  const changes = db.prepare<[], { n: number }>('SELECT total_changes() AS n')
  const clear = db.prepare('DELETE FROM used_entry')
  const fill = db.prepare(`INSERT INTO used_entry SELECT catalog.seq FROM catalog WHERE id IN (${ENTRIES})`)
  let seen = -1
  return {
    fresh() {
      if (changes.get()?.n === seen) return
      clear.run()
      fill.run()
      seen = changes.get()?.n ?? -1
    },
  }
}
