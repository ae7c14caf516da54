import { newId } from '../id.ts'
import { forgetHistory } from '../copy/keep-used.ts'
import type { Db } from '../store.ts'

/**
 * Makes rows that survived agree with one another: what a take tells of its shot and its pack takes the place of lost rows,
 * and what leads nowhere leads to nothing. Clips are for `mendClips`. Returns sentences about what is gone by that.
 */
export function mend(db: Db, name: string, keepHistory: boolean): string[] {
  const lost: string[] = []
  const say = (words: string, changes: number): void => {
    if (changes > 0) lost.push(words.replace('#', String(changes)))
  }
  const run = (sql: string, ...values: (string | number)[]): number => db.prepare(sql).run(...values).changes
  const now = Date.now()

  run('UPDATE bin SET parent = NULL WHERE parent NOT IN (SELECT id FROM bin)')
  say(
    'The names of # shots; they bear the prompt of their first take.',
    run(
      `INSERT INTO shot (id, name, prompt, created_at) SELECT shot, substr(recipe ->> '$.prompt', 1, 60), recipe ->> '$.prompt', min(created_at)
     FROM take WHERE shot NOT IN (SELECT id FROM shot) AND json_valid(recipe) AND recipe ->> '$.prompt' IS NOT NULL GROUP BY shot`,
    ),
  )
  say(
    '# takes without a recipe that can be read.',
    run('DELETE FROM take WHERE shot NOT IN (SELECT id FROM shot) OR NOT json_valid(recipe)'),
  )
  run(
    `INSERT OR IGNORE INTO pack (sha256, id, version, first_used_at) SELECT pack, coalesce(recipe ->> '$.pack.id', ''),
     coalesce(recipe ->> '$.pack.version', ''), created_at FROM take WHERE pack NOT IN (SELECT sha256 FROM pack)`,
  )
  run('UPDATE take SET job = NULL WHERE job NOT IN (SELECT id FROM job)')
  run('UPDATE take SET parent = NULL WHERE parent NOT IN (SELECT id FROM take)')
  run('DELETE FROM review WHERE take NOT IN (SELECT id FROM take)')
  run('UPDATE shot SET bin = NULL WHERE bin NOT IN (SELECT id FROM bin)')
  run('UPDATE shot SET picked = NULL WHERE picked NOT IN (SELECT id FROM take)')
  run(
    `UPDATE shot SET picked = (SELECT take.id FROM take WHERE take.shot = shot.id ORDER BY rejected, rating DESC, number LIMIT 1)
     WHERE picked IS NULL`,
  )
  run('UPDATE imported SET bin = NULL WHERE bin NOT IN (SELECT id FROM bin)')

  run('DELETE FROM run WHERE seq NOT IN (SELECT run FROM run_clips)')
  run('DELETE FROM run_clips WHERE run NOT IN (SELECT seq FROM run)')
  say(
    'The names of # tracks.',
    run(
      `INSERT OR IGNORE INTO track (sequence, id, position, kind, name)
       SELECT sequence, track, 1000 + row_number() OVER (), 'video', 'V' || row_number() OVER ()
       FROM (SELECT DISTINCT sequence, track FROM run
             WHERE NOT EXISTS (SELECT 1 FROM track WHERE track.sequence = run.sequence AND track.id = run.track))`,
    ),
  )
  run(
    `INSERT OR IGNORE INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at)
     SELECT DISTINCT sequence, ?, 24, 1, 512, 512, 0, ? FROM track WHERE sequence NOT IN (SELECT id FROM sequence)`,
    name,
    now,
  )
  run('UPDATE sequence SET revision = 0 WHERE revision NOT BETWEEN 0 AND 1000000000000')
  if (db.prepare('SELECT 1 FROM sequence').get() === undefined) {
    lost.push('The sequence: there is an empty one in its place.')
    const id = newId()
    run(
      'INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at) VALUES (?, ?, 24, 1, 512, 512, 0, ?)',
      id,
      name,
      now,
    )
  }
  for (const { id } of db.prepare('SELECT id FROM sequence WHERE id NOT IN (SELECT sequence FROM track)').all() as {
    id: string
  }[]) {
    lost.push('The tracks of a sequence: there is an empty one in their place.')
    run(`INSERT INTO track (sequence, id, position, kind, name) VALUES (?, ?, 0, 'video', 'V1')`, id, newId())
  }
  run('DELETE FROM marker WHERE sequence NOT IN (SELECT id FROM sequence)')
  if (!keepHistory || !historyIsWhole(db)) {
    if (db.prepare(`SELECT 1 FROM history WHERE parent IS NOT NULL`).get() !== undefined || !keepHistory) {
      lost.push('Undo: the sequences are as they were last, and their history begins here.')
    }
    forgetHistory(db)
    run('DELETE FROM history_pack')
  }
  const living = 'SELECT id FROM sequence WHERE trashed_at IS NULL'
  run(`UPDATE sequence SET trashed_at = NULL WHERE NOT EXISTS (${living})`)
  run(`DELETE FROM project WHERE sequence NOT IN (${living})`)
  run(
    `INSERT OR IGNORE INTO project (slot, id, name, sample, sequence, created_at)
     VALUES (1, ?, ?, 0, (${living} ORDER BY created_at LIMIT 1), ?)`,
    newId(),
    name,
    now,
  )
  return lost
}

/** Every file that a row names gets a row; `bytes` 0 says that it is not there. */
export function nameFiles(db: Db, files: ReadonlyMap<string, number>): number {
  const columns = ['master', 'proxy', 'poster', 'filmstrip'].map((column) => `SELECT ${column} AS name FROM take`)
  columns.push(...['file', 'proxy', 'poster', 'filmstrip'].map((column) => `SELECT ${column} FROM imported`))
  const named = db
    .prepare<[], { name: string }>(
      `SELECT name FROM (${[...columns, 'SELECT media FROM usage'].join(' UNION ')})
       WHERE name IS NOT NULL AND name NOT IN (SELECT sha256 FROM media)`,
    )
    .all()
  const add = db.prepare(
    `INSERT INTO media (sha256, mime, bytes, created_at) VALUES (?, 'application/octet-stream', ?, ?)`,
  )
  for (const { name } of named) add.run(name, files.get(name) ?? 0, Date.now())
  db.exec(`UPDATE media SET replaced_by = NULL WHERE replaced_by NOT IN (SELECT sha256 FROM media);
    DELETE FROM relink WHERE file NOT IN (SELECT sha256 FROM media)`)
  return named.length
}

function historyIsWhole(db: Db): boolean {
  const broken = db
    .prepare(
      `SELECT 1 FROM sequence WHERE head IS NULL OR head NOT IN (SELECT seq FROM history)
       UNION ALL SELECT 1 FROM history WHERE parent NOT IN (SELECT seq FROM history)
         OR redo NOT IN (SELECT seq FROM history) OR parent >= seq OR redo <= seq OR sequence NOT IN (SELECT id FROM sequence)
         OR (pack IS NULL AND parent IS NOT NULL AND (NOT json_valid(forward) OR NOT json_valid(backward)))
         OR (pack IS NOT NULL AND pack NOT IN (SELECT seq FROM history_pack)) LIMIT 1`,
    )
    .get()
  return broken === undefined
}
