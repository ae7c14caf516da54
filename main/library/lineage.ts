import type { Take } from '../../core/library/entities.ts'
import type { Lineage } from '../../core/library/upkeep.ts'
import type { Store } from './store.ts'

const LIMIT = 1000

/** Follows parents up and children down, at most a thousand of each. UNION ends a ring that a stranger's library may hold. */
export function createLineage({ db, read }: Store, takes: (ids: string[]) => Take[]): (take: Take) => Lineage {
  const up = db.prepare<[string, number], { id: string }>(
    `WITH RECURSIVE line (id) AS (SELECT parent FROM take WHERE id = ?
       UNION SELECT take.parent FROM take JOIN line ON take.id = line.id WHERE take.parent IS NOT NULL)
     SELECT id FROM line WHERE id IS NOT NULL LIMIT ?`,
  )
  const down = db.prepare<[string, number], { id: string }>(
    `WITH RECURSIVE line (id) AS (SELECT id FROM take WHERE parent = ?
       UNION SELECT take.id FROM take JOIN line ON take.parent = line.id)
     SELECT line.id FROM line JOIN take ON take.id = line.id ORDER BY take.seq LIMIT ?`,
  )
  return (take) =>
    read(() => ({
      take,
      ancestors: takes(up.all(take.id, LIMIT).map((row) => row.id)),
      descendants: takes(down.all(take.id, LIMIT).map((row) => row.id)),
    }))
}
