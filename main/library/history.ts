import { z } from 'zod'
import type { HistoryPoint } from '../../core/library/entities.ts'
import { CortadoError } from '../../core/errors.ts'
import { Operation } from '../../core/timeline/operation.ts'
import { unpackSteps } from './history-pack.ts'
import type { StepTexts } from './history-pack.ts'
import { damaged } from './store.ts'
import { IS_LET_GO } from './letting-go.ts'
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

/** How to come from one point to another: up to the point that both come from, and down again. */
export interface Way {
  /** Points to take back, in that order. */
  back: number[]
  /** Points to make again, in that order. */
  forth: number[]
  /** Points on the way down from which redo leads elsewhere, with the ones that it has to lead to. */
  led: { seq: number; redo: number }[]
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
  /** What a step does, or what takes it back. Throws `LIBRARY_DAMAGED`. */
  operations(seq: number, direction: 'forward' | 'backward'): Operation[]
  /** The way from one point to another, found in small pieces of work. Throws `NOT_FOUND`. */
  way(sequence: string, from: number, to: number): Generator<void, Way>
  /**
   * Has redo lead along a way. From the first point to where the sequence stands it does so always, which a jump keeps true by
   * leading from the point where the branches meet.
   */
  lead(led: Way['led']): void
  /** What a step says, as it was stored. Throws `LIBRARY_DAMAGED`. */
  texts(seq: number): StepTexts
  /** The newest points before one, newest first. */
  list(sequence: string, before: number | null, limit: number): Omit<HistoryPoint, 'current'>[]
}

interface TextRow extends StepTexts {
  pack: number | null
}

const Operations = z.array(Operation)

export function createHistory({ db, folder }: Store): History {
  const reachable = db.prepare<[number, string], unknown>(
    `SELECT 1 FROM history WHERE seq = ? AND sequence = ? AND NOT ${IS_LET_GO}`,
  )
  const find = db.prepare<[number], Point>(
    'SELECT seq, parent, redo, label, gesture, made_by AS by, created_at AS at FROM history WHERE seq = ?',
  )
  const findTexts = db.prepare<[number], TextRow>(
    'SELECT seq, edit, forward, backward, pack FROM history WHERE seq = ?',
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
     WHERE sequence = ? AND seq < ? AND NOT ${IS_LET_GO} ORDER BY seq DESC LIMIT ?`,
  )

  // A way through the history meets the steps of a pack one after the other. A pack is never changed: another one takes its place.
  let opened: { pack: number; steps: Map<number, StepTexts> } | undefined

  const row = (seq: number): Point => {
    const found = find.get(seq)
    if (!found) throw damaged(folder)
    // A parent is older than its child: a library that says otherwise would lead in circles.
    if (found.parent !== null && found.parent >= seq) throw damaged(folder)
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
  const textsOf = (seq: number): StepTexts => {
    const step = findTexts.get(seq)
    if (!step) throw damaged(folder)
    if (step.pack === null) return step
    const packed = inside(step.pack).get(seq)
    if (!packed) throw damaged(folder)
    return packed
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
    operations(seq, direction) {
      try {
        return Operations.parse(JSON.parse(textsOf(seq)[direction]))
      } catch (error) {
        throw damaged(folder, error)
      }
    },
    *way(sequence, from, to) {
      if (reachable.get(to, sequence) === undefined) {
        throw new CortadoError('NOT_FOUND', 'That point is not in the history of the sequence. Ask for its list again.')
      }
      const way: Way = { back: [], forth: [], led: [] }
      let [up, down] = [row(from), row(to)]
      // Numbers grow from parent to child, so the higher one cannot be the point that both come from.
      while (up.seq !== down.seq) {
        const step = up.seq > down.seq ? up : down
        if (step.parent === null) throw damaged(folder)
        const parent = row(step.parent)
        if (step === up) {
          way.back.push(up.seq)
          up = parent
        } else {
          way.forth.push(down.seq)
          if (parent.redo !== down.seq) way.led.push({ seq: parent.seq, redo: down.seq })
          down = parent
        }
        yield
      }
      way.forth.reverse()
      return way
    },
    lead(led) {
      for (const { seq, redo } of led) setRedo.run(redo, seq)
    },
    texts: textsOf,
    list: (sequence, before, limit) => newest.all(sequence, before ?? Number.MAX_SAFE_INTEGER, limit),
  }
}
