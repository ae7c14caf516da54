import { z } from 'zod'
import type { HistoryPoint } from '../../core/library/entities.ts'
import { CortadoError } from '../../core/errors.ts'
import { Operation } from '../../core/timeline/operation.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

/** One point of the tree, without what it does. */
export interface Point {
  seq: number
  parent: number | null
  redo: number | null
  label: string
  gesture: string | null
}

/** What is kept of a step. */
export interface NewStep {
  label: string
  edits: unknown
  forward: readonly Operation[]
  backward: readonly Operation[]
  gesture: string | null
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
  way(sequence: string, from: number, to: number): Operation[]
  /** Has redo lead to a point from its parent, and from there on as before. */
  leadTo(seq: number): void
  /** The newest points before one, newest first. */
  list(sequence: string, before: number | null, limit: number): Omit<HistoryPoint, 'current'>[]
}

interface StepRow extends Point {
  forward: string
  backward: string
}

const Operations = z.array(Operation)

export function createHistory({ db, folder }: Store): History {
  const find = db.prepare<[number], StepRow & { sequence: string }>(
    'SELECT sequence, seq, parent, redo, label, gesture, forward, backward FROM history WHERE seq = ?',
  )
  const insert = db.prepare(
    `INSERT INTO history (sequence, parent, label, edit, forward, backward, gesture, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const change = db.prepare(
    'UPDATE history SET label = ?, edit = ?, forward = ?, backward = ?, created_at = ? WHERE seq = ?',
  )
  const setRedo = db.prepare<[number, number]>('UPDATE history SET redo = ? WHERE seq = ?')
  const byGesture = db.prepare<[string, string], unknown>('SELECT 1 FROM history WHERE gesture = ? AND sequence = ?')
  const newest = db.prepare<
    [string, number, number],
    { step: number; parent: number | null; label: string; at: number }
  >(
    `SELECT seq AS step, parent, label, created_at AS at FROM history
     WHERE sequence = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  )

  const row = (seq: number): StepRow & { sequence: string } => {
    const found = find.get(seq)
    if (!found) throw damaged(folder)
    return found
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
  const texts = ({ edits, forward, backward }: NewStep): [string, string, string] => [
    JSON.stringify(edits),
    JSON.stringify(forward),
    JSON.stringify(backward),
  ]

  return {
    point: row,
    root: (sequence) => Number(insert.run(sequence, null, '', '', '', '', null, Date.now()).lastInsertRowid),
    add(sequence, parent, step) {
      const seq = Number(
        insert.run(sequence, parent, step.label, ...texts(step), step.gesture, Date.now()).lastInsertRowid,
      )
      setRedo.run(seq, parent)
      return seq
    },
    amend(seq, step) {
      change.run(step.label, ...texts(step), Date.now(), seq)
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
          back.push(read(up.backward))
          up = row(parent)
        } else {
          forth.push(read(down.forward))
          down = row(parent)
        }
      }
      return [...back, ...forth.toReversed()].flat()
    },
    leadTo(seq) {
      for (let step = row(seq); ;) {
        const parent = parentOf(step)
        if (parent === null) return
        const above = row(parent)
        if (above.redo === step.seq) return
        setRedo.run(step.seq, parent)
        step = above
      }
    },
    list: (sequence, before, limit) => newest.all(sequence, before ?? Number.MAX_SAFE_INTEGER, limit),
  }
}
