import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { migrate } from '../../main/library/migrate.ts'
import { MIGRATIONS } from '../../main/library/migrations/index.ts'

/** The version of the library that {@link oldLibrary} writes. */
export const OLD_VERSION = 2

/** Writes a project as an older Cortado left it, with so many shots; its rows in the words of that version. */
export function oldLibrary(folder: string, shots: number): void {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, 'library.sqlite'))
  db.pragma('synchronous = OFF')
  migrate(db, MIGRATIONS.slice(0, OLD_VERSION))
  db.exec(`
    INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at)
      VALUES ('oldsequence', 'Old', 24, 1, 512, 512, 0, 1);
    INSERT INTO history (sequence, label, edit, forward, backward, created_at) VALUES ('oldsequence', '', '', '', '', 1);
    UPDATE sequence SET head = 1;
    INSERT INTO track (sequence, id, position, kind, name) VALUES ('oldsequence', 'oldtrack1', 0, 'video', 'V1');
    INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, 'oldproject', 'Old', 0, 'oldsequence', 1);
  `)
  const add = db.prepare('INSERT INTO shot (id, name, prompt, created_at) VALUES (?, ?, ?, ?)')
  db.transaction(() => {
    for (let index = 0; index < shots; index += 1) {
      const number = String(index).padStart(8, '0')
      add.run(`oldshot${number}`, `Shot ${index}`, `a red kite number ${index} over a grey sea`, index)
    }
  })()
  db.pragma('journal_mode = WAL')
  db.close()
}
