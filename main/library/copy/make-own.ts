import { newId } from '../id.ts'
import type { Db } from '../store.ts'

/**
 * Makes the rows of a copied project its own: another id and name, no job that the original goes on with, and no
 * film that would be written into the original's folder.
 */
export function makeOwn(db: Db, name: string, from: string, to: string): void {
  db.prepare('UPDATE project SET id = ?, name = ?, sample = 0').run(newId(), name)
  db.prepare(
    `UPDATE job SET state = 'cancelled', progress = 0, stage = '', eta_ms = NULL, resumable = 0, ended_at = ?
     WHERE state IN ('waiting', 'running', 'paused')`,
  ).run(Date.now())
  db.prepare(
    `UPDATE job SET payload = json_set(payload, '$.out', @to || substr(payload ->> '$.out', length(@from) + 1))
     WHERE kind = 'render' AND substr(payload ->> '$.out', 1, length(@from) + 1) IN (@from || '/', @from || '\\')`,
  ).run({ from, to })
}
