import { CortadoError } from '../../core/errors.ts'
import type { HistoryCompaction } from '../../core/library/entities.ts'
import type { History } from './history.ts'
import { LONGEST_STEP, PACK_STEPS, PACK_TEXT, packSteps, packStepsSync, unpackSteps } from './history-pack.ts'
import { planDrop } from './history-plan.ts'
import type { DropPlan, LettingGo, TreePoint } from './history-plan.ts'
import { damaged, vacuum } from './store.ts'
import type { Store } from './store.ts'

/** Makes histories smaller. Each call that writes is one transaction, or is called inside one. */
export interface Compaction {
  /** How large everything is now. */
  measure(sequence: string): { points: number; bytes: number; file: number }
  /** What would go. Throws `LIBRARY_DAMAGED`. */
  plan(sequence: string, head: number, wish: LettingGo): DropPlan
  /** Drops what the plan says, inside the caller's transaction. */
  drop(plan: DropPlan): void
  /** Packs every step that lies alone, but for the point that the sequence stands on. */
  pack(sequence: string): Promise<void>
  /** Gives the room in the file back to the disk, where another program does not read it just now. */
  shrink(): void
}

/** A step that lies alone; `made` changes where a gesture puts another one in its place. */
interface Loose {
  seq: number
  chars: number
  made: number
}

/** What a client asks for. */
export type CompactionWish = LettingGo & { dryRun?: boolean | undefined }

/** The answer to a client, of figures taken before and after. */
export function compactionReport(
  before: ReturnType<Compaction['measure']>,
  after: ReturnType<Compaction['measure']> | null,
  { loss, gone }: DropPlan,
): HistoryCompaction {
  return {
    points: { before: before.points, after: after?.points ?? before.points - gone.size },
    loss,
    bytes: { before: before.bytes, after: after?.bytes ?? null },
    file: { before: before.file, after: after?.file ?? null },
  }
}

const NOTHING: DropPlan = { root: 0, gone: new Set(), line: [], loss: { undo: 0, branches: 0 } }

function closed(): CortadoError {
  return new CortadoError(
    'NO_PROJECT',
    'The project was closed before its history was compacted. Open it and try again.',
  )
}

export function createCompaction(store: Store, history: History): Compaction {
  const { db, folder } = store
  const sizes = db.prepare<[string], { points: number; bytes: number | null }>(
    `SELECT count(*) AS points, sum(octet_length(edit) + octet_length(forward) + octet_length(backward)) AS bytes
     FROM history WHERE sequence = ?`,
  )
  const packed = db.prepare<[string], { bytes: number | null }>(
    'SELECT sum(length(steps)) AS bytes FROM history_pack WHERE sequence = ?',
  )
  const file = db.prepare<[], { bytes: number }>(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  )
  const tree = db.prepare<[string], TreePoint>('SELECT seq, parent, redo FROM history WHERE sequence = ?')
  const loose = db.prepare<[string], Loose>(
    `SELECT seq, length(edit) + length(forward) + length(backward) AS chars, created_at AS made FROM history
     WHERE sequence = ? AND pack IS NULL AND forward <> ''
       AND seq NOT IN (SELECT head FROM sequence WHERE head IS NOT NULL) ORDER BY seq`,
  )
  const setRedo = db.prepare('UPDATE history SET redo = ? WHERE seq = ? AND redo IS NOT ?')
  const packOf = db.prepare<[number], { pack: number | null }>('SELECT pack FROM history WHERE seq = ?')
  const inPack = db.prepare<[number], { seq: number }>('SELECT seq FROM history WHERE pack = ? ORDER BY seq')
  const remove = db.prepare('DELETE FROM history WHERE seq = ?')
  const removePack = db.prepare('DELETE FROM history_pack WHERE seq = ?')
  const setPack = db.prepare('UPDATE history_pack SET steps = ? WHERE seq = ?')
  const makeRoot = db.prepare(
    `UPDATE history SET parent = NULL, label = '', edit = '', forward = '', backward = '', gesture = NULL, pack = NULL
     WHERE seq = ?`,
  )
  const addPack = db.prepare('INSERT INTO history_pack (sequence, steps) VALUES (?, ?)')
  const moveIn = db.prepare(
    `UPDATE history SET pack = ?, edit = '', forward = '', backward = '' WHERE seq = ? AND pack IS NULL AND created_at = ?`,
  )

  /** The steps that lie alone, as many together as make a pack. */
  const groups = function* (sequence: string): Generator<Loose[]> {
    let group: Loose[] = []
    let chars = 0
    for (const step of loose.all(sequence)) {
      if (step.chars > LONGEST_STEP) continue
      group.push(step)
      chars += step.chars
      if (group.length < PACK_STEPS && chars < PACK_TEXT) continue
      yield group
      group = []
      chars = 0
    }
    if (group.length > 0) yield group
  }

  return {
    measure: (sequence) =>
      store.read(() => ({
        points: sizes.get(sequence)?.points ?? 0,
        bytes: (sizes.get(sequence)?.bytes ?? 0) + (packed.get(sequence)?.bytes ?? 0),
        file: file.get()?.bytes ?? 0,
      })),
    plan(sequence, head, wish) {
      // Points that no way leads to are no loss, and still nobody asked for them to go.
      if (wish.keepUndo === undefined && wish.dropBranches !== true) return NOTHING
      const plan = planDrop(
        store.read(() => tree.all(sequence)),
        head,
        wish,
      )
      if (!plan) throw damaged(folder)
      return plan
    },
    drop({ root, gone, line }) {
      if (gone.size === 0) return
      // Deleting a point has SQLite look for points that name it: without these indices, through the whole history each time.
      db.exec(
        'CREATE INDEX parent_of ON history (parent); CREATE INDEX redo_of ON history (redo); CREATE INDEX packed_in ON history (pack)',
      )
      db.pragma('defer_foreign_keys = ON')
      const packs = new Set([...gone, root].map((seq) => packOf.get(seq)?.pack ?? null))
      makeRoot.run(root)
      for (const seq of gone) remove.run(seq)
      for (const { seq, redo } of line) setRedo.run(redo, seq, redo)
      for (const pack of packs) {
        if (pack === null) continue
        const steps = inPack.all(pack).map(({ seq }) => history.texts(seq))
        if (steps.length === 0) removePack.run(pack)
        else setPack.run(packStepsSync(steps), pack)
      }
      db.exec('DROP INDEX parent_of; DROP INDEX redo_of; DROP INDEX packed_in')
    },
    async pack(sequence) {
      const made: { steps: Loose[]; blob: Buffer }[] = []
      for (const steps of groups(sequence)) {
        const texts = store.read(() => steps.map(({ seq }) => history.texts(seq)))
        made.push({ steps, blob: await packSteps(texts) })
        if (!db.open) throw closed()
      }
      if (made.length === 0) return
      store.write(() => {
        for (const { steps, blob } of made) {
          const pack = Number(addPack.run(sequence, blob).lastInsertRowid)
          const moved = new Set(
            steps.filter((step) => moveIn.run(pack, step.seq, step.made).changes > 0).map(({ seq }) => seq),
          )
          // What was changed or dropped while the pack was made must not stay in it.
          if (moved.size < steps.length) {
            const left = unpackSteps(blob).filter(({ seq }) => moved.has(seq))
            setPack.run(packStepsSync(left), pack)
          }
        }
      })
    },
    shrink: () => vacuum(store),
  }
}
