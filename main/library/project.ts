import { Project } from '../../core/library/entities.ts'
import type { Size } from '../../core/generation/recipe.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { newId } from './id.ts'
import { damaged } from './store.ts'
import type { Db, Store } from './store.ts'

export interface NewProject {
  name: string
  /** True for the sample project of the first start. */
  sample?: boolean | undefined
  /** 24 frames a second and 512 x 512 where left out. */
  format?: { rate?: Rate | undefined; size?: Size | undefined } | undefined
}

interface ProjectRow {
  id: string
  name: string
  sample: number
  sequence: string
  created_at: number
}

/** The first rows of a new library: the project, and one sequence with a track for pictures and one for sound, which sources go to. */
export function insertProject(db: Db, { name, sample = false, format = {} }: NewProject): void {
  const now = Date.now()
  const sequence = newId()
  const { num, den } = format.rate ?? { num: 24, den: 1 }
  const { width, height } = format.size ?? { width: 512, height: 512 }
  db.transaction(() => {
    db.prepare(
      `INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at)
       VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
    ).run(sequence, name, num, den, width, height, now)
    const root = db
      .prepare(
        `INSERT INTO history (sequence, label, edit, forward, backward, created_at) VALUES (?, '', '', '', '', ?)`,
      )
      .run(sequence, now)
    db.prepare('UPDATE sequence SET head = ? WHERE id = ?').run(root.lastInsertRowid, sequence)
    const addTrack = db.prepare('INSERT INTO track (sequence, id, position, kind, name) VALUES (?, ?, ?, ?, ?)')
    const [video, audio] = [newId(), newId()]
    addTrack.run(sequence, video, 0, 'video', 'V1')
    addTrack.run(sequence, audio, 1, 'audio', 'A1')
    db.prepare('UPDATE sequence SET extra = ? WHERE id = ?').run(JSON.stringify({ patch: { video, audio } }), sequence)
    db.prepare('INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, ?, ?, ?, ?, ?)').run(
      newId(),
      name,
      Number(sample),
      sequence,
      now,
    )
  }).immediate()
}

/** Reads the project's own row. Throws `LIBRARY_DAMAGED`. */
export function readProject({ db, folder, read }: Store): Project {
  const row = read(() => db.prepare<[], ProjectRow>('SELECT * FROM project').get())
  const parsed = Project.safeParse({ ...row, path: folder, sample: row?.sample === 1, createdAt: row?.created_at })
  if (!parsed.success) throw damaged(folder, parsed.error)
  return parsed.data
}
