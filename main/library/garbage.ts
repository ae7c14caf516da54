import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mediaPath } from './media-path.ts'
import { namedFiles } from './names.ts'
import type { Store } from './store.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Notes since when no row has named a file, and takes the note away where one does again. Inside the caller's transaction. */
export function markUnnamed({ db }: Store, now: number = Date.now()): void {
  const named = namedFiles(db)
  const note = db.prepare<[number | null, string]>('UPDATE media SET unnamed_since = ? WHERE sha256 = ?')
  const rows = db
    .prepare<[], { sha256: string; unnamed_since: number | null }>('SELECT sha256, unnamed_since FROM media')
    .all()
  for (const { sha256, unnamed_since: since } of rows) {
    if (named.has(sha256) !== (since === null)) note.run(named.has(sha256) ? null : now, sha256)
  }
}

/**
 * Deletes files that no row has named for a day: their rows first, in one transaction, then the files. A file without any
 * row, which a crash or an earlier call leaves behind, goes once it is a day old. Returns how many files went.
 */
export function collectGarbage(store: Store, now: number = Date.now()): number {
  const { db, folder } = store
  const due = store.write(() => {
    markUnnamed(store, now)
    return db
      .prepare<[number], { sha256: string }>('SELECT sha256 FROM media WHERE unnamed_since <= ?')
      .all(now - DAY_MS)
      .map((row) => row.sha256)
  })
  if (due.length > 0) dropRows(store, due)
  for (const sha256 of due) removeFile(folder, sha256)
  return due.length + removeStrays(store, now)
}

/** True where a file has been without a name for a day: what the opening of a project asks before it looks at every row. */
export function hasGarbage({ db }: Store, now: number = Date.now()): boolean {
  return db.prepare<[number]>('SELECT 1 FROM media WHERE unnamed_since <= ? LIMIT 1').get(now - DAY_MS) !== undefined
}

/** Nothing names these rows, which was just looked up; SQLite would search every take for each of them. */
function dropRows({ db, write }: Store, files: readonly string[]): void {
  db.pragma('foreign_keys = OFF')
  try {
    write(() => {
      for (const sha256 of files) {
        db.prepare<[string]>('DELETE FROM relink WHERE file = ?').run(sha256)
        db.prepare<[string]>('DELETE FROM media WHERE sha256 = ?').run(sha256)
      }
    })
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function removeFile(folder: string, sha256: string): void {
  const path = mediaPath(folder, sha256)
  rmSync(path, { force: true })
  rmSync(`${path}.recipe.json`, { force: true })
}

function removeStrays({ db, folder }: Store, now: number): number {
  const known = db.prepare<[string]>('SELECT 1 FROM media WHERE sha256 = ?')
  const media = join(folder, 'media')
  let removed = 0
  for (const start of existsSync(media) ? readdirSync(media) : []) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue
    for (const name of readdirSync(join(media, start))) {
      if (!/^[0-9a-f]{62}$/.test(name) || known.get(start + name) !== undefined) continue
      if (now - statSync(join(media, start, name)).mtimeMs <= DAY_MS) continue
      removeFile(folder, start + name)
      removed += 1
    }
  }
  return removed
}
