import { Hit } from '../../core/library/search.ts'
import type { HitKind } from '../../core/library/search.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'
import { IS_USED } from './used.ts'

type HitRow = Record<keyof Omit<Hit, 'favourite' | 'rejected' | 'used' | 'kind'>, string | number | null> & {
  favourite: number
  rejected: number
  used: number
}

/** The ids that are asked for, as one JSON list: a statement for each of a hundred lines costs more than the search. */
const ASKED = '(SELECT value FROM json_each(?))'

/** One line of a list for each kind, all with the same columns. */
const LINES: Readonly<Record<HitKind, string>> = {
  bin: `SELECT id, name, NULL AS shot, parent AS bin, 0 AS rating, 0 AS rejected, 0 AS used, NULL AS poster, NULL AS label,
      0 AS favourite, created_at AS createdAt, NULL AS trashedAt FROM bin WHERE id IN ${ASKED}`,
  shot: `SELECT id, name, NULL AS shot, bin, 0 AS rating, 0 AS rejected, ${IS_USED.shot('shot.id')} AS used,
      (SELECT poster FROM take WHERE take.id = shot.picked) AS poster, label, favourite, created_at AS createdAt,
      trashed_at AS trashedAt FROM shot WHERE id IN ${ASKED}`,
  take: `SELECT take.id, shot.name || ' · take ' || take.number AS name, shot.id AS shot, shot.bin, take.rating, take.rejected,
      (shot.picked IS take.id AND ${IS_USED.shot('shot.id')}) OR ${IS_USED.take('take.id')} AS used, take.poster, take.label, take.favourite,
      take.created_at AS createdAt, take.trashed_at AS trashedAt
      FROM take JOIN shot ON shot.id = take.shot WHERE take.id IN ${ASKED}`,
  media: `SELECT id, name, NULL AS shot, bin, rating, 0 AS rejected, ${IS_USED.file('imported.file')} AS used, poster, label, favourite,
      created_at AS createdAt, trashed_at AS trashedAt FROM imported WHERE id IN ${ASKED}`,
  sequence: `SELECT id, name, NULL AS shot, NULL AS bin, 0 AS rating, 0 AS rejected, ${IS_USED.sequence('sequence.id')} AS used,
      NULL AS poster, NULL AS label, 0 AS favourite, created_at AS createdAt, trashed_at AS trashedAt
      FROM sequence WHERE id IN ${ASKED}`,
}

/** Reads what a list shows of entries, in their order; one that has just gone is left out. Throws `LIBRARY_DAMAGED`. */
export function createHits({ db, folder }: Store): (entries: readonly { kind: HitKind; id: string }[]) => Hit[] {
  const statements = Object.fromEntries(
    Object.entries(LINES).map(([kind, sql]) => [kind, db.prepare<[string], HitRow>(sql)]),
  )
  const parse = (kind: HitKind, { favourite, rejected, used, ...rest }: HitRow): Hit => {
    const hit = { ...rest, kind, favourite: favourite === 1, rejected: rejected === 1, used: used === 1 }
    const parsed = Hit.safeParse(hit)
    if (!parsed.success) throw damaged(folder, parsed.error)
    return parsed.data
  }
  return (entries) => {
    const hits = new Map<string, Hit>()
    for (const [kind, some] of Map.groupBy(entries, (entry) => entry.kind)) {
      const rows = statements[kind]?.all(JSON.stringify(some.map(({ id }) => id))) ?? []
      for (const row of rows) hits.set(String(row.id), parse(kind, row))
    }
    return entries.flatMap(({ id }) => hits.get(id) ?? [])
  }
}
