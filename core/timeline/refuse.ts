import { CortadoError } from '../errors.ts'

/** Why an edit was refused; stable, where the words may improve. */
export type RefusalReason =
  | 'CLIP_GONE'
  | 'TRACK_GONE'
  | 'MARKER_GONE'
  | 'TRACK_LOCKED'
  | 'TRACK_KIND'
  | 'TRACK_ORDER'
  | 'ID_TAKEN'
  | 'IN_THE_WAY'
  | 'SEQUENCE_START'
  | 'SOURCE_END'
  | 'TOO_SHORT'
  | 'NOT_INSIDE'
  | 'NOT_ADJACENT'
  | 'NO_HANDLES'
  | 'NOTHING_THERE'
  | 'WRONG_SOURCE'
  | 'OUT_OF_SYNC'
  | 'OUT_OF_RANGE'
  | 'FOUR_POINTS'
  | 'NEST_CYCLE'
  | 'SEQUENCE_TRASHED'

/** The refusal of an edit that makes no sense. Nothing was changed. */
export function refusal(reason: RefusalReason, sentence: string): CortadoError {
  return new CortadoError('EDIT_REFUSED', sentence, { reason })
}
