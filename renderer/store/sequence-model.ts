import { CortadoError } from '../../core/errors.ts'
import type { SequenceDocument, SequenceStep } from '../../core/library/entities.ts'
import { difference } from '../../core/timeline/difference.ts'
import { openSequence } from '../../core/timeline/document.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { namesFrames } from '../../core/timeline/later-frames.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import type { Operation } from '../../core/timeline/operation.ts'
import { carried } from '../../core/timeline/rebase.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'

/** The sequence as the studio last confirmed it. */
interface Confirmed extends Pick<SequenceDocument, 'revision' | 'undoLabel' | 'redoLabel' | 'undoMade'> {
  sequence: Sequence
}

/** Edits that were applied here at once and are on their way to the studio; they arrive as one step. */
export interface Pending {
  edits: readonly Edit[]
  /** Comes back with the step that the studio makes of them. */
  token: string
  /** Edits of one gesture are one step of the history. */
  gesture?: string
  /** The studio may have them already: what becomes of them is for it to say. */
  sent?: true
}

/** The document as the studio last confirmed it, and the edits that were applied here and are still on their way. */
export interface SequenceModel {
  confirmed: Confirmed | null
  pending: readonly Pending[]
  /** What is shown: `confirmed` with `pending` on top. */
  shown: Sequence | null
}

export const EMPTY_SEQUENCE: SequenceModel = { confirmed: null, pending: [], shown: null }

/** Edits that cannot be sent any more, and why. */
export interface Refusal {
  pending: Pending
  error: CortadoError
}

/** What a step of somebody else's, or many of them, leave of what is on its way. */
interface Left {
  model: SequenceModel
  refusals: readonly Refusal[]
}

/** A fresh document from the studio; nothing is on its way. */
export function loaded(document: SequenceDocument): SequenceModel {
  const sequence = openSequence(document.sequence)
  return { confirmed: { ...document, sequence }, pending: [], shown: sequence }
}

/** The document read anew, where steps were missed: what is on its way stays, where it commutes with what differs. */
export function reloaded(model: SequenceModel, document: SequenceDocument): Left {
  const fresh = loaded(document)
  if (model.confirmed === null || fresh.confirmed === null || model.confirmed.sequence.id !== document.sequence.id) {
    return { model: fresh, refusals: [] }
  }
  const before = model.confirmed.sequence
  const { pending, refusals } = carriedOver(before, model.pending, difference(before, fresh.confirmed.sequence))
  return { model: drawn({ ...fresh, pending }), refusals }
}

/** Applies edits at once. Throws `EDIT_REFUSED` and changes nothing where they cannot be made. */
export function withPending(model: SequenceModel, pending: Pending): SequenceModel {
  if (model.shown === null) return model
  return { ...model, shown: makeEdits(model.shown, pending.edits).sequence, pending: [...model.pending, pending] }
}

/** The studio may have these edits from now on. */
export function markedSent(model: SequenceModel, token: string): SequenceModel {
  return { ...model, pending: model.pending.map((one) => (one.token === token ? { ...one, sent: true } : one)) }
}

/**
 * The studio told of steps, of ours or of somebody else's. What is still on its way is applied on top, once for all of them;
 * what was made before somebody else's step and does not commute with it is refused. `missed` where steps are missing in between.
 */
export function stepped(model: SequenceModel, steps: readonly SequenceStep[]): Left & { missed: boolean } {
  let { confirmed, pending } = model
  let missed = false
  const refusals: Refusal[] = []
  for (const { sequence: id, from, operations, token, ...place } of steps) {
    if (confirmed === null || confirmed.sequence.id !== id) continue
    const own = pending.find((one) => one.token === token)
    if (place.revision > confirmed.revision && from === confirmed.revision) {
      const before: Sequence = confirmed.sequence
      confirmed = { ...place, sequence: applyOperations(before, operations).sequence }
      if (!own && pending.some((one) => !one.sent)) {
        const left = carriedOver(before, pending, operations)
        pending = left.pending
        refusals.push(...left.refusals)
      }
    } else if (place.revision > confirmed.revision) {
      missed = true
      // Ours is in the studio: until the sequence is read anew, it counts as it was made here.
      if (own) confirmed = { ...confirmed, sequence: onTop(confirmed.sequence, own) }
    }
    if (own) pending = pending.filter((one) => one !== own)
  }
  if (confirmed === model.confirmed && pending === model.pending) return { model, missed, refusals }
  return { model: drawn({ confirmed, pending, shown: null }), missed, refusals }
}

/** The studio refused edits that were on their way. */
export function refused(model: SequenceModel, token: string): SequenceModel {
  return drawn({ ...model, pending: model.pending.filter((one) => one.token !== token) })
}

/**
 * What was not sent yet, as it is meant after somebody else's change. What was sent stays as it is: the studio knows what it
 * was made on.
 */
function carriedOver(
  before: Sequence,
  pending: readonly Pending[],
  forward: readonly Operation[],
): { pending: Pending[]; refusals: Refusal[] } {
  const { inverse: backward } = applyOperations(before, forward)
  const change = { label: 'another edit', forward, backward, ripples: null }
  const left: Pending[] = []
  const refusals: Refusal[] = []
  let then = before
  let rippled = false
  for (const one of pending) {
    try {
      const made = makeEdits(then, one.edits)
      if (one.sent || forward.length === 0) left.push(one)
      else if (!rippled) left.push({ ...one, edits: carried(then, change, one.edits) })
      else if (!one.edits.some(namesFrames)) left.push(one)
      // Behind a ripple of ours, their frames are not ours any more.
      else throw new CortadoError('STALE_REVISION', 'Somebody else edited in the meantime. Make the edit again.')
      then = made.sequence
      rippled ||= made.ripples.length > 0
    } catch (error) {
      if (!(error instanceof CortadoError)) throw error
      // What the rules refuse by now is out of the picture already, and the studio will say so.
      if (error.code === 'STALE_REVISION') refusals.push({ pending: one, error })
      else left.push(one)
    }
  }
  return { pending: left, refusals }
}

function drawn(model: SequenceModel): SequenceModel {
  return { ...model, shown: model.confirmed && model.pending.reduce(onTop, model.confirmed.sequence) }
}

function onTop(sequence: Sequence, { edits }: Pending): Sequence {
  try {
    return makeEdits(sequence, edits).sequence
  } catch {
    // The studio is about to refuse these with the reason; until then the picture shows what is certain.
    return sequence
  }
}
