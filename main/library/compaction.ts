import type { HistoryCompaction } from '../../core/library/entities.ts'
import type { History } from './history.ts'
import { LONGEST_STEP, PACK_STEPS, PACK_TEXT, packSteps, packStepsSync, unpackSteps } from './history-pack.ts'
import type { DropPlan, LettingGo } from './history-plan.ts'
import { closed } from './slices.ts'
import { giveBack, writeLayout } from './store.ts'
import type { Store } from './store.ts'

/** Makes histories smaller, in small transactions of which each leaves everything as it was for those who read it. */
export interface Compaction {
  /** How large everything is now, counted in small pieces of work. */
  measure(sequence: string): Generator<void, Sizes>
  /** Packs every step that lies alone, but for the point that the sequence stands on. Throws `NO_PROJECT`. */
  pack(sequence: string): Promise<void>
  /** Gives the room in the file back to the disk, a little at a time. */
  shrink(): Generator<void, void>
}

/** How much there is of a history, and of the file that it lies in. */
export interface Sizes {
  points: number
  bytes: number
  file: number
}

/** A step that lies alone; `made` changes where a gesture puts another one in its place. */
interface Loose {
  seq: number
  chars: number
  made: number
}

/** A step without what it says. */
interface Bare {
  seq: number
  sequence: string
  parent: number | null
  redo: number | null
  label: string
  gesture: string | null
  made_by: string | null
  created_at: number
}

/** What a client asks for. */
export type CompactionWish = LettingGo & { dryRun?: boolean | undefined }

/** The answer to a client, of figures taken before and after. */
export function compactionReport(before: Sizes, after: Sizes | null, { loss, gone }: DropPlan): HistoryCompaction {
  return {
    points: { before: before.points, after: after?.points ?? before.points - gone },
    loss,
    bytes: { before: before.bytes, after: after?.bytes ?? null },
    file: { before: before.file, after: after?.file ?? null },
  }
}

/** What goes where nobody asked for anything to go. Points that no way leads to are no loss, and stay. */
export const NOTHING: DropPlan = { root: 0, gone: 0, ranges: [], led: [], loss: { undo: 0, branches: 0 } }

/** Points that are looked at at once. */
const SOME = 1000

export function createCompaction(store: Store, history: History): Compaction {
  const { db } = store
  const sizes = db.prepare<[string, number], { points: number; bytes: number | null; last: number | null }>(
    `SELECT count(*) AS points, sum(octet_length(edit) + octet_length(forward) + octet_length(backward)) AS bytes, max(seq) AS last
     FROM (SELECT seq, edit, forward, backward FROM history WHERE sequence = ? AND seq > ? ORDER BY seq LIMIT ${SOME})`,
  )
  const packed = db.prepare<[string], { bytes: number | null }>(
    'SELECT sum(length(steps)) AS bytes FROM history_pack WHERE sequence = ?',
  )
  const file = db.prepare<[], { bytes: number }>(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  )
  const some = db.prepare<[string, number], Loose & { alone: number }>(
    `SELECT seq, length(edit) + length(forward) + length(backward) AS chars, created_at AS made,
       pack IS NULL AND forward <> '' AND seq NOT IN (SELECT head FROM sequence WHERE head IS NOT NULL) AS alone
     FROM history WHERE sequence = ? AND seq > ? ORDER BY seq LIMIT ${SOME}`,
  )
  const addPack = db.prepare('INSERT INTO history_pack (sequence, steps) VALUES (?, ?)')
  const setPack = db.prepare('UPDATE history_pack SET steps = ? WHERE seq = ?')
  const alone = db.prepare<[number, number], Bare>(
    `SELECT seq, sequence, parent, redo, label, gesture, made_by, created_at FROM history WHERE seq = ? AND pack IS NULL AND created_at = ?`,
  )
  const remove = db.prepare<[number]>('DELETE FROM history WHERE seq = ?')
  const putBack = db.prepare<[Bare & { pack: number }]>(
    `INSERT INTO history (seq, sequence, parent, redo, label, gesture, made_by, created_at, edit, forward, backward, pack)
     VALUES (@seq, @sequence, @parent, @redo, @label, @gesture, @made_by, @created_at, '', '', '', @pack)`,
  )

  /** The steps that lie alone, as many together as make a pack; nothing where many were looked at for that. */
  const groups = function* (sequence: string): Generator<Loose[]> {
    let group: Loose[] = []
    let chars = 0
    for (let rows = some.all(sequence, -1); rows.length > 0; rows = some.all(sequence, rows.at(-1)?.seq ?? 0)) {
      yield []
      for (const step of rows) {
        if (step.alone === 0 || step.chars > LONGEST_STEP) continue
        group.push(step)
        chars += step.chars
        if (group.length < PACK_STEPS && chars < PACK_TEXT) continue
        yield group
        group = []
        chars = 0
      }
    }
    if (group.length > 0) yield group
  }
  const keep = (sequence: string, steps: readonly Loose[], blob: Buffer): void => {
    const rows = steps.map((step) => alone.get(step.seq, step.made)).filter((row) => row !== undefined)
    if (rows.length === 0) return
    const pack = Number(addPack.run(sequence, blob).lastInsertRowid)
    // A row that only becomes shorter leaves its page to itself: rows that go and come again lie close together.
    for (const { seq } of rows) remove.run(seq)
    for (const row of rows) putBack.run({ ...row, pack })
    // What was changed or dropped while the pack was made must not stay in it.
    if (rows.length === steps.length) return
    const moved = new Set(rows.map(({ seq }) => seq))
    setPack.run(packStepsSync(unpackSteps(blob).filter(({ seq }) => moved.has(seq))), pack)
  }

  return {
    *measure(sequence) {
      const sum = { points: 0, bytes: packed.get(sequence)?.bytes ?? 0, file: file.get()?.bytes ?? 0 }
      for (let last: number | null = -1; last !== null;) {
        const next = sizes.get(sequence, last)
        sum.points += next?.points ?? 0
        sum.bytes += next?.bytes ?? 0
        last = next?.last ?? null
        yield
      }
      return sum
    },
    async pack(sequence) {
      for (const steps of groups(sequence)) {
        const texts = store.read(() => steps.map(({ seq }) => history.texts(seq)))
        const blob = await packSteps(texts)
        if (!db.open) throw closed()
        if (steps.length > 0) writeLayout(store, () => keep(sequence, steps, blob))
      }
    },
    shrink: () => giveBack(store),
  }
}
