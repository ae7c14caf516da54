import { dropSequences, pruneHistory } from '../drop-sequences.ts'
import { namedFiles } from '../names.ts'
import type { Db } from '../store.ts'
import { USED } from '../used.ts'

/**
 * Leaves what the sequences show: used shots with the take that is seen, used media, their bins and files, and the files
 * that recipes of those takes are made from. Undo ends here, because it names what is gone. For a copy only.
 */
export function keepUsed(db: Db): void {
  forgetHistory(db)
  const thrown = db.prepare<[], { id: string }>('SELECT id FROM sequence WHERE trashed_at IS NOT NULL').all()
  dropSequences(
    db,
    thrown.map(({ id }) => id),
  )
  db.exec('DELETE FROM history_pack')
  const takes = `SELECT id FROM take WHERE id IN (${USED.takes})`
  db.exec(`
    DELETE FROM review WHERE take NOT IN (${takes});
    CREATE TEMP TABLE kept AS ${takes};
    DELETE FROM take WHERE id NOT IN (SELECT id FROM kept);
    UPDATE take SET parent = NULL WHERE parent NOT IN (SELECT id FROM kept);
    DROP TABLE kept;
    DELETE FROM shot WHERE id NOT IN (${USED.shots});
    DELETE FROM imported WHERE file NOT IN (${USED.files});
    DELETE FROM job WHERE id NOT IN (SELECT job FROM take WHERE job IS NOT NULL);
    DELETE FROM pack WHERE sha256 NOT IN (SELECT pack FROM take);
    WITH RECURSIVE kept (id) AS (
      SELECT bin FROM shot WHERE bin IS NOT NULL UNION SELECT bin FROM imported WHERE bin IS NOT NULL
      UNION SELECT bin.parent FROM bin JOIN kept ON bin.id = kept.id WHERE bin.parent IS NOT NULL)
    DELETE FROM bin WHERE id NOT IN (SELECT id FROM kept);
  `)
  const named = namedFiles(db)
  const files = db.prepare<[], { sha256: string }>('SELECT sha256 FROM media').all()
  const gone = files.filter(({ sha256 }) => !named.has(sha256))
  for (const { sha256 } of gone) {
    db.prepare('DELETE FROM relink WHERE file = ?').run(sha256)
    db.prepare('DELETE FROM media WHERE sha256 = ?').run(sha256)
  }
}

/** Every sequence as it is now becomes the beginning of its history. */
export function forgetHistory(db: Db): void {
  const sequences = db.prepare<[], { id: string }>('SELECT id FROM sequence').all()
  pruneHistory(db, () => {
    for (const { id } of sequences) {
      const root = db
        .prepare(
          `INSERT INTO history (sequence, label, edit, forward, backward, created_at) VALUES (?, '', '', '', '', ?)`,
        )
        .run(id, Date.now())
      db.prepare('UPDATE sequence SET head = ? WHERE id = ?').run(root.lastInsertRowid, id)
      db.prepare('DELETE FROM history WHERE sequence = ? AND seq <> ?').run(id, root.lastInsertRowid)
    }
  })
}
