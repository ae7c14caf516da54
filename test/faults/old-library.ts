import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { canonicalJson } from '../../core/canonical-json.ts'
import { packStepsSync } from '../../main/library/history-pack.ts'
import { recipe } from '../unit/library/recipe.ts'
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

const hash = (letter: string): string => letter.repeat(64)

/** Rows of every table of the first version; the clip at 48 came with the last edit. */
function firstRows(db: Database.Database): void {
  const clip = (id: string, start: number): string =>
    `{"id":"${id}","name":"Kite","source":{"kind":"shot","shot":"oldshot1"},"start":${start},"length":48,"offset":0,"available":48}`
  const patch = (remove: string, put: string): string =>
    `{"items":[{"track":"oldtrack1","remove":[${remove}],"put":[${put}]}]}`
  const payload = JSON.stringify({ kind: 'generate', shot: 'oldshot1', recipe: recipe() })
  db.exec(`
    INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at)
      VALUES ('oldsequence', 'Old', 24, 1, 512, 512, 2, 1);
    INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, 'oldproject', 'Old', 0, 'oldsequence', 1);
    INSERT INTO bin (id, name, parent, created_at) VALUES ('oldbin01', 'Outer', NULL, 1), ('oldbin02', 'Inner', 'oldbin01', 2);
    INSERT INTO media (sha256, mime, bytes, created_at) VALUES ('${hash('a')}', 'video/x-matroska', 9, 1);
    INSERT INTO pack (sha256, id, version, first_used_at) VALUES ('${hash('b')}', 'cortado-mini', '1.0.0', 1);
    INSERT INTO shot (id, bin, name, prompt, created_at) VALUES ('oldshot1', 'oldbin02', 'Kite', 'a red kite', 3);
    INSERT INTO take (id, shot, number, pack, recipe, recipe_sha256, master, proxy, poster, filmstrip, filmstrip_frames,
        frames, rate_num, rate_den, width, height, rating, rejected, created_at)
      VALUES ('oldtake1', 'oldshot1', 1, '${hash('b')}', '${canonicalJson(recipe())}', '${hash('c')}', '${hash('a')}',
        '${hash('a')}', '${hash('a')}', '${hash('a')}', 8, 16, 8, 1, 64, 64, 4, 0, 4);
    UPDATE shot SET picked = 'oldtake1';
    INSERT INTO job (id, kind, state, payload, position, progress, stage, attempts, losses, resumable, created_at)
      VALUES ('oldjob01', 'generate', 'paused', '${payload}', 1, 0.5, 'step 10 of 20', 1, 0, 0, 5);
    INSERT INTO track (sequence, id, position, kind, name) VALUES ('oldsequence', 'oldtrack1', 0, 'video', 'V1');
    INSERT INTO item (sequence, id, track, name, shot, start, length, "offset", available)
      VALUES ('oldsequence', 'oldclip1', 'oldtrack1', 'Kite', 'oldshot1', 0, 48, 0, 48),
        ('oldsequence', 'oldclip2', 'oldtrack1', 'Kite', 'oldshot1', 48, 48, 0, 48);
    INSERT INTO history (sequence, parent, redo, label, edit, forward, backward, created_at) VALUES
      ('oldsequence', NULL, 2, '', '', '', '', 1),
      ('oldsequence', 1, 3, 'Insert', '{"name":"insert"}', '${patch('', clip('oldclip1', 0))}', '${patch('"oldclip1"', '')}', 2),
      ('oldsequence', 2, NULL, 'Insert', '{"name":"insert"}', '${patch('', clip('oldclip2', 48))}', '${patch('"oldclip2"', '')}', 3);
    UPDATE sequence SET head = 3;
  `)
}

/** What later versions can hold besides, by the version that brought it. */
const LATER: Readonly<Record<number, (db: Database.Database) => void>> = {
  2: (db) => db.exec(`INSERT INTO review VALUES ('oldtake1', 0, '{}', 16, '{}', 6)`),
  3: (db) =>
    db.exec(`INSERT INTO marker VALUES ('oldsequence', 'oldmark1',
      '{"id":"oldmark1","at":3,"length":0,"name":"Here","note":"","colour":"red"}')`),
  4: (db) => db.exec('INSERT INTO attended VALUES (1, 7)'),
  5: (db) =>
    db.exec(`INSERT INTO imported (id, file, name, path, info, filmstrip_frames, rating, bin, favourite, created_at)
        VALUES ('oldmedia1', '${hash('a')}', 'Horn.wav', '/Horn.wav', '{"kind":"audio","format":"wav","picture":null,
          "sound":{"codec":"pcm_s16le","channels":2,"sampleRate":48000,"samples":96000}}', 0, 3, 'oldbin01', 1, 8);
      UPDATE take SET label = 'teal'`),
  6: (db) => {
    const step = db.prepare('SELECT seq, edit, forward, backward FROM history WHERE seq = 2').get() as Parameters<
      typeof packStepsSync
    >[0][number]
    db.prepare('INSERT INTO history_pack (seq, sequence, steps) VALUES (1, ?, ?)').run(
      'oldsequence',
      packStepsSync([step]),
    )
    db.exec(`UPDATE history SET edit = '', forward = '', backward = '', pack = 1 WHERE seq = 2`)
  },
}

/** Writes a project as a Cortado of some version left it that had been upgraded from the first one on, with rows of every table. */
export function everyRow(folder: string, version: number): void {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, 'library.sqlite'))
  migrate(db, MIGRATIONS.slice(0, 1))
  firstRows(db)
  for (let at = 2; at <= version; at += 1) {
    migrate(db, MIGRATIONS.slice(0, at), { backUp: false })
    LATER[at]?.(db)
  }
  db.pragma('journal_mode = WAL')
  db.close()
}
