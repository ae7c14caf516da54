import type { Store } from './store.ts'

/** How many requests are remembered: many more than the steps that a client can be behind and still have its edit made. */
const REMEMBERED = 4096

/** The requests with a token that were done last, so that one which is asked for again is not done twice. */
export interface Answered {
  /** The revision that a request led to; undefined where it was not done, or too long ago. */
  revision(sequence: string, token: string): number | undefined
  /** Remembers a request, inside the transaction that does it. */
  add(sequence: string, token: string, revision: number): void
}

export function createAnswered({ db, read }: Store): Answered {
  const all = db.prepare<[], { sequence: string; token: string; revision: number }>(
    'SELECT sequence, token, revision FROM answered ORDER BY seq',
  )
  const find = db.prepare<[string, string], { revision: number }>(
    'SELECT revision FROM answered WHERE sequence = ? AND token = ? ORDER BY seq DESC LIMIT 1',
  )
  const insert = db.prepare('INSERT INTO answered (sequence, token, revision) VALUES (?, ?, ?)')
  const forget = db.prepare('DELETE FROM answered WHERE seq <= ?')
  // Only these are looked for in the table: hardly any request is asked for twice, and each would look through all rows.
  let tokens: Set<string> | undefined
  const known = (): Set<string> => (tokens ??= new Set(read(() => all.all()).map(({ token }) => token)))

  return {
    revision: (sequence, token) => (known().has(token) ? read(() => find.get(sequence, token))?.revision : undefined),
    add(sequence, token, revision) {
      const { lastInsertRowid } = insert.run(sequence, token, revision)
      forget.run(Number(lastInsertRowid) - REMEMBERED)
      // One that the transaction takes back is looked for in vain; those that were forgotten go all at once.
      if (known().size > 2 * REMEMBERED) tokens = undefined
      else known().add(token)
    },
  }
}
