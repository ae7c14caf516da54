import { CortadoError } from '../../core/errors.ts'
import type { EntryRef, Marks, TrashRef } from '../../core/library/marks.ts'
import type { Bins } from './bins.ts'
import { createSequenceTrash } from './sequence-trash.ts'
import type { Store } from './store.ts'
import { createIsUsed, IS_USED } from './used.ts'

/** Filing, marking and throwing away, the same for shots, takes and imported media. Each call is one transaction. */
export interface Entries {
  /** Sets label or favourite. Throws `NOT_FOUND`. */
  mark(entries: readonly EntryRef[], change: { [Key in keyof Marks]?: Marks[Key] | undefined }): void
  /** Puts shots and media into a bin, or (null) into none. Throws `NOT_FOUND`, `INVALID_INPUT` for a take. */
  file(entries: readonly EntryRef[], bin: string | null): void
  /**
   * Moves to the trash: a shot with its takes. Throws `ENTRY_IN_USE` for what a sequence shows that stays, for a shot that
   * jobs still make takes of, and for the last sequence; nothing is moved then.
   */
  trash(entries: readonly TrashRef[]): void
  /** Takes back from the trash: a shot with the takes that went with it; a take with its shot; a sequence with what it shows. */
  restore(entries: readonly TrashRef[]): void
  /** Takes back what a sequence shows, such as a shot of which undo has put a clip back. True where there was any. */
  restoreUsed(): boolean
  /** Takes a bin away. `up`: what lies in it goes to the bin around it. `trash`: all in it and in bins inside it does. */
  removeBin(bin: string, contents: 'up' | 'trash'): void
}

interface Told {
  /** Takes of which rows have changed. */
  changed(takes: readonly string[]): void
  /** The sequence that is now the project's first one. */
  first(sequence: string): void
}

export function createEntries(store: Store, bins: Bins, { changed, first }: Told): Entries {
  const { db } = store
  const prepare = <T extends unknown[]>(sql: (table: string) => string) => ({
    shot: db.prepare<T>(sql('shot')),
    take: db.prepare<T>(sql('take')),
    media: db.prepare<T>(sql('imported')),
  })
  const sequences = createSequenceTrash(db)
  const find = {
    ...prepare<[string]>((table) => `SELECT 1 FROM ${table} WHERE id = ?`),
    sequence: db.prepare<[string]>('SELECT 1 FROM sequence WHERE id = ?'),
  }
  const setLabel = prepare<[string | null, string]>((table) => `UPDATE ${table} SET label = ? WHERE id = ?`)
  const setFavourite = prepare<[number, string]>((table) => `UPDATE ${table} SET favourite = ? WHERE id = ?`)
  const setTrashed = {
    ...prepare<[number | null, string]>((table) => `UPDATE ${table} SET trashed_at = ? WHERE id = ?`),
    sequence: db.prepare<[number | null, string]>('UPDATE sequence SET trashed_at = ? WHERE id = ?'),
  }
  const setBin = {
    shot: db.prepare<[string | null, string]>('UPDATE shot SET bin = ? WHERE id = ?'),
    media: db.prepare<[string | null, string]>('UPDATE imported SET bin = ? WHERE id = ?'),
  }
  const isUsed = createIsUsed(db)
  const busy = db.prepare<[string]>(
    `SELECT 1 FROM job WHERE state IN ('waiting', 'running', 'paused') AND payload ->> '$.shot' = ?`,
  )
  const takesWith = db.prepare<[number, string]>('UPDATE take SET trashed_at = ? WHERE shot = ? AND trashed_at IS NULL')
  const lastTrashed = db.prepare<[string], { at: number | null }>(
    'SELECT max(trashed_at) AS at FROM take WHERE shot = ?',
  )
  const takesBack = db.prepare<{ shot: string }>(
    `UPDATE take SET trashed_at = NULL WHERE shot = @shot AND trashed_at = (SELECT trashed_at FROM shot WHERE id = @shot)`,
  )
  const shotOf = db.prepare<[string], { shot: string }>('SELECT shot FROM take WHERE id = ?')
  const pickAnother = db.prepare<{ shot: string }>(
    `UPDATE shot SET picked = (SELECT take.id FROM take WHERE take.shot = @shot AND take.trashed_at IS NULL
         ORDER BY take.rejected, take.rating DESC, take.number DESC LIMIT 1)
       WHERE id = @shot AND (picked IS NULL OR picked IN (SELECT id FROM take WHERE trashed_at IS NOT NULL))`,
  )
  const takesOf = db.prepare<[string], { id: string }>('SELECT id FROM take WHERE shot = ?')
  const inBin = db.prepare<[string, string], EntryRef>(
    `SELECT 'shot' AS kind, id FROM shot WHERE bin = ? AND trashed_at IS NULL
     UNION ALL SELECT 'media', id FROM imported WHERE bin = ? AND trashed_at IS NULL`,
  )

  const usedInTrash = db.prepare<[], TrashRef>(
    `SELECT 'shot' AS kind, id FROM shot WHERE trashed_at IS NOT NULL AND ${IS_USED.shot('shot.id')}
     UNION ALL SELECT 'take', id FROM take WHERE trashed_at IS NOT NULL AND ${IS_USED.take('take.id')}
     UNION ALL SELECT 'media', id FROM imported WHERE trashed_at IS NOT NULL AND ${IS_USED.file('imported.file')}
     UNION ALL SELECT 'sequence', id FROM sequence WHERE trashed_at IS NOT NULL AND ${IS_USED.sequence('sequence.id')}`,
  )

  const need = ({ kind, id }: TrashRef): void => {
    if (find[kind].get(id) !== undefined) return
    throw new CortadoError('NOT_FOUND', `That ${kind} is not in this project. Ask for the list again.`)
  }
  /** One transaction over entries that are all there; takes that it may have changed are read anew afterwards. */
  const over = <Ref extends TrashRef>(entries: readonly Ref[], work: (entry: Ref) => void): void => {
    store.write(() => {
      for (const entry of entries) {
        need(entry)
        work(entry)
      }
    })
    changed(entries.flatMap(({ kind, id }) => (kind === 'shot' ? takesOf.all(id).map((row) => row.id) : [id])))
  }
  const trash = (entries: readonly TrashRef[]): void => {
    const now = Date.now()
    over(entries, ({ kind, id }) => {
      if (kind === 'sequence') {
        setTrashed.sequence.run(now, id)
        return
      }
      if (isUsed(id)) throw inUse(kind)
      if (kind === 'shot' && busy.get(id) !== undefined) {
        throw new CortadoError('ENTRY_IN_USE', 'Jobs still make takes of that shot. Cancel them or let them finish.')
      }
      // Takes that go with their shot come back with it, and are known by its time: it is one that no other of them has.
      const at = kind === 'shot' ? Math.max(now, (lastTrashed.get(id)?.at ?? 0) + 1) : now
      if (kind === 'shot') takesWith.run(at, id)
      setTrashed[kind].run(at, id)
      if (kind === 'take') pickAnother.run({ shot: shotOf.get(id)?.shot ?? '' })
    })
  }
  const restoreShot = (id: string): void => {
    takesBack.run({ shot: id })
    setTrashed.shot.run(null, id)
  }

  const restore = (entries: readonly TrashRef[]): void =>
    store.write(() => {
      over(entries, ({ kind, id }) => {
        if (kind === 'media' || kind === 'sequence') setTrashed[kind].run(null, id)
        const shot = kind === 'shot' ? id : kind === 'take' ? shotOf.get(id)?.shot : undefined
        if (shot === undefined) return
        if (kind === 'take') {
          setTrashed.take.run(null, id)
          setTrashed.shot.run(null, shot)
        } else restoreShot(shot)
        pickAnother.run({ shot })
      })
      if (entries.some(({ kind }) => kind === 'sequence')) restoreUsed()
    })
  /** What is taken back may show more that lies in the trash. */
  const restoreUsed = (): boolean => {
    const thrown = usedInTrash.all()
    if (thrown.length > 0) restore(thrown)
    return thrown.length > 0
  }

  return {
    mark: (entries, { label, favourite }) =>
      over(entries, ({ kind, id }) => {
        if (label !== undefined) setLabel[kind].run(label, id)
        if (favourite !== undefined) setFavourite[kind].run(Number(favourite), id)
      }),
    file(entries, bin) {
      if (bin !== null) bins.get(bin)
      over(entries, ({ kind, id }) => {
        if (kind === 'take') {
          throw new CortadoError('INVALID_INPUT', 'A take lies where its shot lies. Put the shot into that bin.')
        }
        setBin[kind].run(bin, id)
      })
    },
    trash(entries) {
      // What a sequence shows may go with it.
      const sorted = entries.toSorted((a, b) => Number(b.kind === 'sequence') - Number(a.kind === 'sequence'))
      const now = store.write(() => {
        trash(sorted)
        return sequences.settle(sorted)
      })
      if (now !== null) first(now)
    },
    restore,
    restoreUsed,
    removeBin(id, contents) {
      if (contents === 'up') return bins.dissolve(id)
      const all = bins.within(id)
      store.write(() => {
        const entries = all.flatMap((bin) => inBin.all(bin, bin))
        if (entries.length > 0) trash(entries)
        // From the innermost outwards, so that what is restored later lies in the bin around this one.
        for (const bin of all.toReversed()) bins.dissolve(bin)
      })
    },
  }
}

function inUse(kind: TrashRef['kind']): CortadoError {
  return new CortadoError(
    'ENTRY_IN_USE',
    `That ${kind} is in a sequence. Take its clips off the timeline first; nothing was moved.`,
  )
}
