import type { EntryRef } from '../../core/library/marks.ts'
import type { DuplicateGroup } from '../../core/library/upkeep.ts'
import type { Store } from './store.ts'

interface Row {
  sha256: string
  bytes: number
  kind: EntryRef['kind']
  id: string
}

/** Takes and media whose footage is the same to the last bit, the largest first. What is in the trash does not count. */
export function findDuplicates({ db, read }: Store): DuplicateGroup[] {
  const rows = read(() =>
    db
      .prepare<[], Row>(
        `WITH footage (sha256, kind, id, at) AS (
           SELECT master, 'take', id, created_at FROM take WHERE trashed_at IS NULL
           UNION ALL SELECT coalesce(media.replaced_by, file), 'media', id, imported.created_at
             FROM imported JOIN media ON media.sha256 = file WHERE trashed_at IS NULL)
         SELECT footage.sha256, media.bytes, kind, id FROM footage JOIN media USING (sha256)
         WHERE sha256 IN (SELECT sha256 FROM footage GROUP BY sha256 HAVING count(*) > 1)
         ORDER BY media.bytes DESC, sha256, at, id`,
      )
      .all(),
  )
  return [...Map.groupBy(rows, (row) => row.sha256)].map(([sha256, group]) => ({
    sha256,
    bytes: group[0]?.bytes ?? 0,
    entries: group.map(({ kind, id }) => ({ kind, id })),
  }))
}
