import type { SequenceDocument, SequenceStep } from '../../core/library/entities.ts'
import { openSequence } from '../../core/timeline/document.ts'
import { applyEdit, editLabel, makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'

/** The sequence as the studio last confirmed it. */
interface Confirmed {
  sequence: Sequence
  revision: number
  undoLabel: string | null
  redoLabel: string | null
}

/** Edits that were applied here at once and are on their way to the studio; they arrive as one step. */
export interface Pending {
  edits: readonly Edit[]
  /** Comes back with the step that the studio makes of them. */
  token: string
  /** Edits of one gesture are one step of the history. */
  gesture?: string
}

/** The document as the studio last confirmed it, and the edits that were applied here and are still on their way. */
export interface SequenceModel {
  confirmed: Confirmed | null
  pending: readonly Pending[]
  /** What is shown: `confirmed` with `pending` on top. */
  shown: Sequence | null
}

export const EMPTY_SEQUENCE: SequenceModel = { confirmed: null, pending: [], shown: null }

/** A fresh document from the studio; nothing is on its way. */
export function loaded(document: SequenceDocument): SequenceModel {
  const sequence = openSequence(document.sequence)
  return { confirmed: { ...document, sequence }, pending: [], shown: sequence }
}

/** Applies edits at once. Throws `EDIT_REFUSED` and changes nothing where they cannot be made. */
export function withPending(model: SequenceModel, pending: Pending): SequenceModel {
  if (model.shown === null) return model
  return { ...model, shown: makeEdits(model.shown, pending.edits).sequence, pending: [...model.pending, pending] }
}

/**
 * The studio told of a step, of ours or of somebody else's. What is still on its way is applied on top; what can no longer
 * be made is left out of the picture, and the studio will refuse it with the reason. Null where steps are missing in between.
 */
export function stepped(model: SequenceModel, step: SequenceStep): SequenceModel | null {
  const { confirmed } = model
  if (confirmed === null || confirmed.sequence.id !== step.sequence || step.revision <= confirmed.revision) return model
  if (step.from !== confirmed.revision) return null
  const { sequence } = applyOperations(confirmed.sequence, step.operations)
  const { revision, undoLabel, redoLabel, token } = step
  const pending = model.pending.filter((one) => one.token !== token)
  return { confirmed: { sequence, revision, undoLabel, redoLabel }, pending, shown: pending.reduce(onTop, sequence) }
}

/** The studio refused edits that were on their way. */
export function refused(model: SequenceModel, token: string): SequenceModel {
  const pending = model.pending.filter((one) => one.token !== token)
  return { ...model, pending, shown: model.confirmed && pending.reduce(onTop, model.confirmed.sequence) }
}

function onTop(sequence: Sequence, { edits }: Pending): Sequence {
  try {
    return edits.reduce(applyEdit, sequence)
  } catch {
    // The studio is about to refuse these with the reason; until then the picture shows what is certain.
    return sequence
  }
}

/** Words of what undo would take back, counting edits that are still on their way. */
export function undoLabel(model: SequenceModel): string | null {
  const last = model.pending.at(-1)?.edits.at(-1)
  return last ? editLabel(last) : (model.confirmed?.undoLabel ?? null)
}
