import { CortadoError } from '../../core/errors.ts'
import type { SequenceDocument } from '../../core/library/entities.ts'
import { applyEdit, Edit, EDIT_LABELS } from '../../core/timeline/edit.ts'
import { applyPatch, diffSequences, SequencePatch } from '../../core/timeline/patch.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { createSequenceRows } from './sequence-rows.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

export interface SequenceStore {
  /** Throws `NOT_FOUND`. */
  get(id: string): SequenceDocument
  /**
   * Applies one edit to the sequence at `revision` and stores it with its inverse. Throws `STALE_REVISION` where the
   * sequence has moved on, `EDIT_REFUSED` where the edit cannot be made, `INVALID_INPUT` where it is no edit. What `also`
   * writes is in the same transaction.
   */
  edit(id: string, revision: number, edit: Edit, also?: () => void): SequenceDocument
  /** Throws `NOTHING_TO_UNDO`. */
  undo(id: string): SequenceDocument
  /** Throws `NOTHING_TO_REDO`. */
  redo(id: string): SequenceDocument
}

interface HistoryRow {
  seq: number
  parent: number | null
  redo: number | null
  label: string
  forward: string
  backward: string
}

interface Place {
  revision: number
  head: number
}

interface Loaded {
  document: SequenceDocument
  head: HistoryRow
}

export function createSequenceStore(store: Store): SequenceStore {
  const { db, folder } = store
  const rows = createSequenceRows(store)
  const place = db.prepare<[string], Place>('SELECT revision, head FROM sequence WHERE id = ?')
  const step = db.prepare<[number], HistoryRow>(
    'SELECT seq, parent, redo, label, forward, backward FROM history WHERE seq = ?',
  )
  const add = db.prepare(
    `INSERT INTO history (sequence, parent, label, edit, forward, backward, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const setRedo = db.prepare<[number | bigint, number]>('UPDATE history SET redo = ? WHERE seq = ?')
  const setPlace = db.prepare<[number | bigint, string]>(
    'UPDATE sequence SET head = ?, revision = revision + 1 WHERE id = ?',
  )
  // This process is the only writer, so what it loaded stays true until it writes.
  const cache = new Map<string, Loaded>()

  const history = (seq: number): HistoryRow => {
    const row = step.get(seq)
    if (!row) throw damaged(folder)
    return row
  }
  const load = (id: string, known?: Sequence): Loaded =>
    store.read(() => {
      const at = place.get(id)
      const sequence = known ?? rows.load(id)
      if (!at || !sequence) {
        throw new CortadoError('NOT_FOUND', 'That sequence is not in this project. Open the project again.')
      }
      const head = history(at.head)
      const document: SequenceDocument = {
        sequence,
        revision: at.revision,
        undoLabel: head.parent === null ? null : head.label,
        redoLabel: head.redo === null ? null : history(head.redo).label,
      }
      return { document, head }
    })
  const get = (id: string): Loaded => {
    const loaded = cache.get(id) ?? load(id)
    cache.set(id, loaded)
    return loaded
  }
  /** One transaction that moves the sequence to `next`; `record` returns the history row that it then stands on. */
  const commit = (
    id: string,
    next: Sequence,
    patch: SequencePatch,
    record: () => number | bigint,
  ): SequenceDocument => {
    store.write(() => {
      rows.save(id, patch)
      setPlace.run(record(), id)
    })
    const loaded = load(id, next)
    cache.set(id, loaded)
    return loaded.document
  }

  return {
    get: (id) => get(id).document,
    edit(id, revision, input, also) {
      const { document, head } = get(id)
      const edit = parseEdit(input)
      if (revision !== document.revision) {
        throw new CortadoError(
          'STALE_REVISION',
          'The sequence was changed in another window. Look at it as it is now, and make the edit again.',
        )
      }
      const next = applyEdit(document.sequence, edit)
      const forward = diffSequences(document.sequence, next)
      const backward = diffSequences(next, document.sequence)
      try {
        return commit(id, next, forward, () => {
          const texts = [edit, forward, backward].map((value) => JSON.stringify(value))
          const row = add.run(id, head.seq, EDIT_LABELS[edit.name], ...texts, Date.now())
          setRedo.run(row.lastInsertRowid, head.seq)
          also?.()
          return row.lastInsertRowid
        })
      } catch (error) {
        if (!(error instanceof CortadoError && error.code === 'NOT_FOUND')) throw error
        throw new CortadoError(
          'EDIT_REFUSED',
          'The shot or file that this clip shows is not in the project. Choose another one; nothing was changed.',
          { cause: error },
        )
      }
    },
    undo(id) {
      const { document, head } = get(id)
      const { parent } = head
      if (parent === null) throw new CortadoError('NOTHING_TO_UNDO', 'There is nothing to undo: no edit was made yet.')
      const patch = parsePatch(head.backward, folder)
      return commit(id, applyPatch(document.sequence, patch), patch, () => parent)
    },
    redo(id) {
      const { document, head } = get(id)
      const { redo } = head
      if (redo === null) throw new CortadoError('NOTHING_TO_REDO', 'There is nothing to redo: this is the last edit.')
      const patch = parsePatch(store.read(() => history(redo)).forward, folder)
      return commit(id, applyPatch(document.sequence, patch), patch, () => redo)
    },
  }
}

function parseEdit(input: unknown): Edit {
  const parsed = Edit.safeParse(input)
  if (parsed.success) return parsed.data
  throw new CortadoError('INVALID_INPUT', 'That is not an edit that Cortado knows. Check its name and its arguments.', {
    cause: parsed.error,
  })
}

function parsePatch(text: string, folder: string): SequencePatch {
  try {
    return SequencePatch.parse(JSON.parse(text))
  } catch (error) {
    throw damaged(folder, error)
  }
}
