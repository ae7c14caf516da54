import { refusal } from '../../core/timeline/refuse.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Store } from './store.ts'

/** What sequences show, counted as their clips come and go: the foreign keys of clips that lie in rows of many. */
export interface Tally {
  /** Some clips went and others came. */
  change(gone: readonly Clip[], come: readonly Clip[]): void
  /** Writes the changes. Throws where a source is not in the project, or a nest would hold itself. */
  settle(): void
}

/** Gives a way to count the changes of one sequence. */
export function createUsage({ db }: Store): (sequence: string) => Tally {
  const put = db.prepare(
    `INSERT INTO usage (sequence, source, shot, take, media, nested, clips)
     VALUES (@sequence, @source, @shot, @take, @media, @nested, @by)
     ON CONFLICT (sequence, source) DO UPDATE SET clips = clips + excluded.clips`,
  )
  const less = db.prepare('UPDATE usage SET clips = clips - ? WHERE sequence = ? AND source = ? AND clips > ?')
  const drop = db.prepare('DELETE FROM usage WHERE sequence = ? AND source = ?')
  const reaches = db.prepare<[string, string], unknown>(
    `WITH RECURSIVE inside (id) AS (VALUES (?) UNION SELECT nested FROM usage JOIN inside ON usage.sequence = inside.id
       WHERE nested IS NOT NULL) SELECT 1 FROM inside WHERE id = ?`,
  )
  return (sequence) => {
    const changes = new Map<string, { by: number; key: Key }>()
    const count = (clip: Clip, by: number): void => {
      for (const key of keysOf(clip)) {
        const change = changes.get(key.source) ?? { by: 0, key }
        changes.set(key.source, change)
        change.by += by
      }
    }
    return {
      change(gone, come) {
        for (const clip of gone) count(clip, -1)
        for (const clip of come) count(clip, 1)
      },
      settle() {
        for (const { by, key } of changes.values()) {
          if (by > 0 && key.nested !== null && reaches.get(key.nested, sequence)) {
            throw refusal('NEST_CYCLE', 'A sequence cannot show itself. Nest another one.')
          }
          if (by > 0) put.run({ ...key, sequence, by })
          else if (by < 0 && less.run(-by, sequence, key.source, -by).changes === 0) drop.run(sequence, key.source)
        }
      },
    }
  }
}

interface Key {
  source: string
  shot: string | null
  take: string | null
  media: string | null
  nested: string | null
}

const NONE = { shot: null, take: null, media: null, nested: null }

function keysOf({ source }: Clip): Key[] {
  switch (source.kind) {
    case 'shot': {
      const { shot, take } = source
      const own = { ...NONE, source: `shot:${shot}`, shot }
      return take === undefined ? [own] : [own, { ...NONE, source: `take:${take}`, take }]
    }
    case 'media':
      return [{ ...NONE, source: `media:${source.media}`, media: source.media }]
    case 'sequence':
      return [{ ...NONE, source: `sequence:${source.sequence}`, nested: source.sequence }]
    case 'title':
    case 'caption':
    case 'adjustment':
      return []
  }
}
