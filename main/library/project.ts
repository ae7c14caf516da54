import { Project } from '../../core/library/entities.ts'
import type { Size } from '../../core/generation/recipe.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { newId } from './id.ts'
import { createSequenceStore } from './sequences.ts'
import { createStore, damaged } from './store.ts'
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
export function insertProject(db: Db, folder: string, { name, sample = false, format = {} }: NewProject): void {
  const { rate = { num: 24, den: 1 }, size = { width: 512, height: 512 } } = format
  db.transaction(() => {
    const { id } = createSequenceStore(createStore(db, folder)).create({ name, rate, size }).sequence
    db.prepare('INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, ?, ?, ?, ?, ?)').run(
      newId(),
      name,
      Number(sample),
      id,
      Date.now(),
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
