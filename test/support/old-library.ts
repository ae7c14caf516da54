import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SequenceData } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { newId } from '../../main/library/index.ts'
import { migrate } from '../../main/library/migrate.ts'
import { MIGRATIONS } from '../../main/library/migrations/index.ts'

type OldDb = Database.Database

/** What version 2 kept of a step: by track, the clips that went and those that came or changed. */
function oldPatch(before: SequenceData, after: SequenceData): string {
  const items = after.tracks.flatMap((track) => {
    const old = new Map(before.tracks.find(({ id }) => id === track.id)?.items.map((clip) => [clip.id, clip]))
    const put = track.items.filter((clip) => JSON.stringify(old.get(clip.id)) !== JSON.stringify(clip))
    const kept = new Set(track.items.map(({ id }) => id))
    const remove = [...old.keys()].filter((id) => !kept.has(id))
    return put.length + remove.length === 0 ? [] : [{ track: track.id, remove, put }]
  })
  return JSON.stringify({ items })
}

/**
 * A project as version 2 of the library left it, with a sequence in a state and a history: for each step its parent, counted
 * from 0 for the sequence as it began, and the states around it. The last step is the present.
 */
export function makeOldLibrary(
  folder: string,
  shot: string,
  now: SequenceData,
  steps: readonly { parent: number; before: SequenceData; after: SequenceData }[],
): void {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, 'library.sqlite'))
  db.pragma('journal_mode = WAL')
  migrate(db, MIGRATIONS.slice(0, 2))
  db.transaction(() => {
    db.prepare('INSERT INTO shot (id, name, prompt, created_at) VALUES (?, ?, ?, 1)').run(shot, 'Kite', 'a kite')
    putSequence(db, now)
    const add = db.prepare(
      `INSERT INTO history (sequence, parent, label, edit, forward, backward, created_at) VALUES (?, ?, ?, ?, ?, ?, 1)`,
    )
    const seqs = [Number(add.run(now.id, null, '', '', '', '').lastInsertRowid)]
    for (const { parent, before, after } of steps) {
      const edit = JSON.stringify({ name: 'old', args: {} })
      const above = seqs[parent] ?? 0
      const patches = [oldPatch(before, after), oldPatch(after, before)]
      const seq = Number(add.run(now.id, above, 'Old edit', edit, ...patches).lastInsertRowid)
      db.prepare('UPDATE history SET redo = ? WHERE seq = ?').run(seq, above)
      seqs.push(seq)
    }
    db.prepare('UPDATE sequence SET head = ?, revision = ? WHERE id = ?').run(seqs.at(-1), steps.length, now.id)
  })()
  db.close()
}

function putSequence(db: OldDb, { id, name, rate, size, tracks }: SequenceData): void {
  db.prepare(
    `INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at) VALUES (?, ?, ?, ?, ?, ?, 0, 1)`,
  ).run(id, name, rate.num, rate.den, size.width, size.height)
  const putTrack = db.prepare('INSERT INTO track (sequence, id, position, kind, name) VALUES (?, ?, ?, ?, ?)')
  const putItem = db.prepare(
    `INSERT INTO item (sequence, track, id, name, shot, media, start, length, "offset", available)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const [at, track] of tracks.entries()) {
    putTrack.run(id, track.id, at, track.kind, track.name)
    for (const clip of track.items) putItem.run(id, track.id, ...itemOf(clip))
  }
  db.prepare('INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, ?, ?, 0, ?, 1)').run(
    newId(),
    name,
    id,
  )
}

function itemOf({ id, name, source, start, length, offset, available }: Clip): (string | number | null)[] {
  return [id, name, source.kind === 'shot' ? source.shot : null, null, start, length, offset, available]
}
