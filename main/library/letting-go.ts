import { packStepsSync, unpackSteps } from './history-pack.ts'
import type { StepTexts } from './history-pack.ts'
import { planDrop } from './history-plan.ts'
import type { DropPlan, LettingGo, TreePoint } from './history-plan.ts'
import { damaged, writeLayout } from './store.ts'
import type { Store } from './store.ts'

/** True in SQL for a row of `history` that was let go of and is not deleted yet: for everybody else it is not there. */
export const IS_LET_GO =
  'EXISTS (SELECT 1 FROM let_go WHERE let_go.sequence = history.sequence AND history.seq BETWEEN first AND last)'

/** Points that are looked at or deleted at once. */
const SOME = 256

/**
 * Lets go of points of the history: one short transaction says which, and from then on they are gone. Their rows are deleted a few
 * at a time, by the opening of the project where it was closed or killed before the last of them.
 */
export interface LettingGoStore {
  /** What would go, found in small pieces of work. Throws `LIBRARY_DAMAGED`. */
  plan(sequence: string, head: number, wish: LettingGo): Generator<void, DropPlan>
  /** Makes it so, inside the caller's transaction. */
  letGo(sequence: string, plan: DropPlan): void
  /** Deletes what was let go of, in small transactions. Throws `LIBRARY_DAMAGED`. */
  clear(): Generator<void, void>
}

export function createLettingGo(store: Store): LettingGoStore {
  const { db, folder } = store
  const tree = db.prepare<[string, number], TreePoint>(
    `SELECT seq, parent, redo FROM history WHERE sequence = ? AND seq > ? AND NOT ${IS_LET_GO} ORDER BY seq LIMIT ${SOME}`,
  )
  const note = db.prepare<[string, number, number]>('INSERT INTO let_go (sequence, first, last) VALUES (?, ?, ?)')
  const noted = db.prepare<[], { sequence: string; first: number; last: number }>('SELECT * FROM let_go LIMIT 1')
  const forget = db.prepare<[string, number]>('DELETE FROM let_go WHERE sequence = ? AND first = ?')
  const setRedo = db.prepare<[number | null, number]>('UPDATE history SET redo = ? WHERE seq = ?')
  const packOf = db.prepare<[number], { pack: number | null }>('SELECT pack FROM history WHERE seq = ?')
  const makeRoot = db.prepare<[number]>(
    `UPDATE history SET parent = NULL, label = '', edit = '', forward = '', backward = '', gesture = NULL, made_by = NULL, pack = NULL
     WHERE seq = ?`,
  )
  const last = db.prepare<[string, number, number], { seq: number; pack: number | null }>(
    `SELECT seq, pack FROM history WHERE sequence = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ${SOME}`,
  )
  const remove = db.prepare<[string, number, number]>('DELETE FROM history WHERE sequence = ? AND seq BETWEEN ? AND ?')
  const findPack = db.prepare<[number], { steps: Buffer }>('SELECT steps FROM history_pack WHERE seq = ?')
  const removePack = db.prepare<[number]>('DELETE FROM history_pack WHERE seq = ?')
  const setPack = db.prepare<[Buffer, number]>('UPDATE history_pack SET steps = ? WHERE seq = ?')

  /** Takes out of a pack what no point has in it any more. */
  const tidy = (pack: number): void => {
    const left = read(pack).filter(({ seq }) => packOf.get(seq)?.pack === pack)
    if (left.length === 0) removePack.run(pack)
    else setPack.run(packStepsSync(left), pack)
  }
  const read = (pack: number): StepTexts[] => {
    try {
      return unpackSteps(findPack.get(pack)?.steps ?? Buffer.alloc(0))
    } catch (error) {
      throw damaged(folder, error)
    }
  }
  return {
    *plan(sequence, head, wish) {
      const points: TreePoint[] = []
      for (;;) {
        const some = tree.all(sequence, points.at(-1)?.seq ?? -1)
        if (some.length === 0) break
        points.push(...some)
        yield
      }
      const plan = yield* planDrop(points, head, wish)
      if (!plan) throw damaged(folder)
      return plan
    },
    letGo(sequence, { root, ranges, led }) {
      const pack = packOf.get(root)?.pack ?? null
      makeRoot.run(root)
      if (pack !== null) tidy(pack)
      for (const { first, last: end } of ranges) note.run(sequence, first, end)
      for (const { seq, redo } of led) setRedo.run(redo, seq)
    },
    *clear() {
      for (let range = noted.get(); range; range = noted.get()) {
        const { sequence, first } = range
        const rows = last.all(sequence, first, range.last)
        // Children are younger than their parents, so the last ones go first.
        if (rows.length > 0) {
          writeLayout(store, () => {
            remove.run(sequence, rows.at(-1)?.seq ?? 0, rows[0]?.seq ?? 0)
            for (const pack of new Set(rows.map((row) => row.pack))) if (pack !== null) tidy(pack)
          })
        } else store.write(() => forget.run(sequence, first))
        yield
      }
    },
  }
}
