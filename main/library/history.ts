import { z } from 'zod'
import type { HistoryPoint } from '../../core/library/entities.ts'
import { CortadoError } from '../../core/errors.ts'
import { Operation } from '../../core/timeline/operation.ts'
import { unpackSteps } from './history-pack.ts'
import type { StepTexts } from './history-pack.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

/** One point of the tree, without what it does. */
export interface Point {
  seq: number
  parent: number | null
  redo: number | null
  label: string
  gesture: string | null
  by: string | null
  at: number
}

/** How to come from one point to another. */
export interface Way {
  operations: Operation[]
  /** The point that both come from. */
  meeting: number
}

/** What is kept of a step. */
export interface NewStep {
  label: string
  edits: unknown
  forward: readonly Operation[]
  backward: readonly Operation[]
  gesture: string | null
  by: string | null
}

/**
 * The history of sequences as trees: undo goes to the parent, redo to the child that was last left. An edit after an undo
 * grows a new branch, and the old one stays.
 */
export interface History {
  /** Throws `LIBRARY_DAMAGED`. */
  point(seq: number): Point
  /** The first point of a new sequence. */
  root(sequence: string): number
  /** Adds a step after a point; returns its number. */
  add(sequence: string, parent: number, step: NewStep): number
  /** Puts another step in the place of the last one of a gesture. */
  amend(seq: number, step: NewStep): void
  /** Whether any step of a sequence belongs to a gesture. */
  knows(sequence: string, gesture: string): boolean
  /** The operations that lead from one point to another, by way of the point that both come from. Throws `NOT_FOUND`. */
  way(sequence: string, from: number, to: number): Way
  /**
   * Has redo lead to a point from one above it. From the first point to where the sequence stands it does so always, which a
   * jump keeps true by leading from the point where the branches meet.
   */
  leadTo(seq: number, from: number): void
  /** What a step says, as it was stored. Throws `LIBRARY_DAMAGED`. */
  texts(seq: number): StepTexts
  /** The newest points before one, newest first. */
  list(sequence: string, before: number | null, limit: number): Omit<HistoryPoint, 'current'>[]
}

interface StepRow extends Point, StepTexts {
  sequence: string
  pack: number | null
}

const Operations = z.array(Operation)

export function createHistory({ db, folder }: Store): History {
  const find = db.prepare<[number], StepRow>(
    `SELECT sequence, seq, parent, redo, label, gesture, made_by AS by, created_at AS at, edit, forward, backward, pack
     FROM history WHERE seq = ?`,
  )
  const findPack = db.prepare<[number], { steps: Buffer }>('SELECT steps FROM history_pack WHERE seq = ?')
  const insert = db.prepare(
    `INSERT INTO history (sequence, parent, label, edit, forward, backward, gesture, made_by, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const change = db.prepare(
    // Never the same moment twice: a compaction sees by it that the step is another one.
    `UPDATE history SET label = ?, edit = ?, forward = ?, backward = ?, pack = NULL, created_at = max(?, created_at + 1)
     WHERE seq = ?`,
  )
  const setRedo = db.prepare<[number, number]>('UPDATE history SET redo = ? WHERE seq = ?')
  const byGesture = db.prepare<[string, string], unknown>('SELECT 1 FROM history WHERE gesture = ? AND sequence = ?')
  const newest = db.prepare<[string, number, number], Omit<HistoryPoint, 'current'>>(
    `SELECT seq AS step, parent, label, created_at AS at, made_by AS by FROM history
     WHERE sequence = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  )

  // A way through the history meets the steps of a pack one after the other. A pack is never changed: another one takes its place.
  let opened: { pack: number; steps: Map<number, StepTexts> } | undefined

  const row = (seq: number): StepRow => {
    const found = find.get(seq)
    if (!found) throw damaged(folder)
    return found
  }
  const inside = (pack: number): Map<number, StepTexts> => {
    if (opened?.pack === pack) return opened.steps
    const blob = findPack.get(pack)?.steps
    if (!blob) throw damaged(folder)
    try {
      const steps = new Map(unpackSteps(blob).map((step) => [step.seq, step]))
      opened = { pack, steps }
      return steps
    } catch (error) {
      throw damaged(folder, error)
    }
  }
  const textsOf = (step: StepRow): StepTexts => {
    if (step.pack === null) return step
    const packed = inside(step.pack).get(step.seq)
    if (!packed) throw damaged(folder)
    return packed
  }
  const read = (text: string): Operation[] => {
    try {
      return Operations.parse(JSON.parse(text))
    } catch (error) {
      throw damaged(folder, error)
    }
  }
  /** A parent is older than its child: a library that says otherwise would lead in circles. */
  const parentOf = (step: StepRow): number | null => {
    if (step.parent !== null && step.parent >= step.seq) throw damaged(folder)
    return step.parent
  }
  const asTexts = ({ edits, forward, backward }: NewStep): [string, string, string] => [
    JSON.stringify(edits),
    JSON.stringify(forward),
    JSON.stringify(backward),
  ]

  return {
    point: row,
    root: (sequence) => Number(insert.run(sequence, null, '', '', '', '', null, null, Date.now()).lastInsertRowid),
    add(sequence, parent, step) {
      const seq = Number(
        insert.run(sequence, parent, step.label, ...asTexts(step), step.gesture, step.by, Date.now()).lastInsertRowid,
      )
      setRedo.run(seq, parent)
      return seq
    },
    amend(seq, step) {
      change.run(step.label, ...asTexts(step), Date.now(), seq)
    },
    knows: (sequence, gesture) => byGesture.get(gesture, sequence) !== undefined,
    way(sequence, from, to) {
      const target = find.get(to)
      if (!target || target.sequence !== sequence) {
        throw new CortadoError('NOT_FOUND', 'That point is not in the history of the sequence. Ask for its list again.')
      }
      const back: Operation[][] = []
      const forth: Operation[][] = []
      let [up, down] = [row(from), target]
      // Numbers grow from parent to child, so the higher one cannot be the point that both come from.
      while (up.seq !== down.seq) {
        const step = up.seq > down.seq ? up : down
        const parent = parentOf(step)
        if (parent === null) throw damaged(folder)
        if (step === up) {
          back.push(read(textsOf(up).backward))
          up = row(parent)
        } else {
          forth.push(read(textsOf(down).forward))
          down = row(parent)
        }
      }
      return { operations: [...back, ...forth.toReversed()].flat(), meeting: up.seq }
    },
    leadTo(seq, from) {
      for (let step = row(seq); step.seq !== from;) {
        const parent = parentOf(step)
        if (parent === null) return
        setRedo.run(step.seq, parent)
        step = row(parent)
      }
    },
    texts(seq) {
      const { edit, forward, backward } = textsOf(row(seq))
      return { seq, edit, forward, backward }
    },
    list: (sequence, before, limit) => newest.all(sequence, before ?? Number.MAX_SAFE_INTEGER, limit),
  }
}
