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
 * The studio told of steps, of ours or of somebody else's. What is still on its way is applied on top, once for all of them;
 * what can no longer be made is left out of the picture, and the studio will refuse it with the reason. `missed` where steps
 * are missing in between.
 */
export function stepped(
  model: SequenceModel,
  steps: readonly SequenceStep[],
): { model: SequenceModel; missed: boolean } {
  let { confirmed, pending } = model
  let missed = false
  for (const { sequence: id, from, operations, token, ...place } of steps) {
    if (confirmed === null || confirmed.sequence.id !== id || place.revision <= confirmed.revision) continue
    if (from === confirmed.revision) {
      confirmed = { ...place, sequence: applyOperations(confirmed.sequence, operations).sequence }
      pending = pending.filter((one) => one.token !== token)
    } else missed = true
  }
  if (confirmed === null || confirmed === model.confirmed) return { model, missed }
  return { model: { confirmed, pending, shown: pending.reduce(onTop, confirmed.sequence) }, missed }
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
