import type { HistoryCompaction, HistoryPoint, SequenceEntry, SequenceStep } from '../../core/library/entities.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import type { Sequence, SequenceHead } from '../../core/timeline/sequence.ts'
import type { CompactionWish } from './compaction.ts'

/** A sequence as edits see it, with its place in history. */
export interface OpenSequence {
  sequence: Sequence
  revision: number
  undoLabel: string | null
  redoLabel: string | null
  /** Who made what undo would take back, and when. */
  undoMade: { by: string | null; at: number } | null
}

/** How a client asks for a step. */
export interface StepRequest {
  /** What the client calls this request; it comes back in the step, and the same is not done twice. */
  token?: string | undefined
}

/** How a client asks for undo or redo. */
export interface WalkRequest extends StepRequest {
  /** The revision that the client saw: where others have changed the sequence since, undo would take back something else. */
  revision?: number | undefined
}

export interface EditRequest extends StepRequest {
  /** The revision that the client saw. An older one is rebased where the edits commute with what came in between. */
  revision: number
  /** All of them are made, as one step of the history, or none. */
  edits: readonly Edit[]
  /** Edits of one gesture are one step: each takes the place of the one before it, as if only it had been made. */
  gesture?: string | undefined
  /** What the client calls itself. */
  by?: string | undefined
  /** Writes what belongs to the edits, in their transaction. */
  also?: (() => void) | undefined
}

export interface SequenceStore {
  /** Every sequence that is not in the trash, oldest first. */
  list(): SequenceEntry[]
  /** A new, empty sequence with one video and one audio track. */
  create(head: SequenceHead): OpenSequence
  /** A sequence like another one, with ids and a history of its own. Throws `NOT_FOUND`. */
  duplicate(id: string, name: string): OpenSequence
  /** Also of one in the trash, which no call changes: those throw `EDIT_REFUSED`. Throws `NOT_FOUND`. */
  get(id: string): OpenSequence
  /** These were deleted. */
  forget(ids: readonly string[]): void
  /**
   * Makes edits and stores them with their inverse. Returns every step since the client's revision, its own last. Throws
   * `SEQUENCE_BUSY` while the sequence is on its way to a far point of its history, `STALE_REVISION` where they do not commute
   * with what others did since, `EDIT_REFUSED` where they cannot be made, `INVALID_INPUT` where they are no edits.
   */
  edit(id: string, request: EditRequest): SequenceStep[]
  /** Throws `NOTHING_TO_UNDO`, `SEQUENCE_BUSY`, and `STALE_REVISION` where the client did not see what it would take back. */
  undo(id: string, request?: WalkRequest): SequenceStep
  /** Throws `NOTHING_TO_REDO`, `SEQUENCE_BUSY`, and `STALE_REVISION` likewise. */
  redo(id: string, request?: WalkRequest): SequenceStep
  /**
   * Goes to any point of the history, also on another branch. A far one takes its time, beside everything else but changes of
   * this sequence; nothing is written before it is reached. Throws `NOT_FOUND`, `SEQUENCE_BUSY`.
   */
  jump(id: string, step: number, request?: StepRequest): Promise<SequenceStep>
  history(id: string, before: number | null, limit: number): HistoryPoint[]
  /**
   * Makes the history of a sequence smaller, beside everything else. Nothing of it is lost but what the wish names; `step` moves
   * everybody on where something was. Killed at any moment, it has dropped all that was asked or nothing. `letGo` is given the
   * part that the sequence has to stand still for, and calls it when that may begin.
   */
  compact(
    id: string,
    wish: CompactionWish,
    letGo?: (work: () => Promise<SequenceStep | null>) => Promise<SequenceStep | null>,
  ): Promise<{ report: HistoryCompaction; step: SequenceStep | null }>
}
