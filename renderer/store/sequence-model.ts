import type { SequenceDocument } from '../../core/library/entities.ts'
import { applyEdit, EDIT_LABELS } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'

/** The document as the studio last confirmed it, and the edits that were applied here and are still on their way. */
export interface SequenceModel {
  confirmed: SequenceDocument | null
  pending: readonly Edit[]
  /** What is shown: `confirmed` with `pending` on top. */
  shown: Sequence | null
}

export const EMPTY_SEQUENCE: SequenceModel = { confirmed: null, pending: [], shown: null }

/** A fresh document from the studio; nothing is on its way. */
export function loaded(document: SequenceDocument): SequenceModel {
  return { confirmed: document, pending: [], shown: document.sequence }
}

/** Applies an edit at once. Throws `EDIT_REFUSED` and changes nothing where the edit cannot be made. */
export function withPending(model: SequenceModel, edit: Edit): SequenceModel {
  if (model.shown === null) return model
  return { ...model, shown: applyEdit(model.shown, edit), pending: [...model.pending, edit] }
}

/**
 * The studio answered with a document that holds the `taken` oldest pending edits (0 after an undo). What is still
 * on its way is applied on top. Throws `EDIT_REFUSED` where that is no longer possible.
 */
export function settled(model: SequenceModel, document: SequenceDocument, taken: 0 | 1): SequenceModel {
  const pending = model.pending.slice(taken)
  return { confirmed: document, pending, shown: pending.reduce(applyEdit, document.sequence) }
}

/** Words of what undo would take back, counting edits that are still on their way. */
export function undoLabel(model: SequenceModel): string | null {
  const last = model.pending.at(-1)
  return last ? EDIT_LABELS[last.name] : (model.confirmed?.undoLabel ?? null)
}
