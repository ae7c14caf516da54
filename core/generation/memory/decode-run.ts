import type { Size } from '../recipe.ts'

/**
 * Pixels decoded at once. Four frames of 128 x 128 are faster than one or sixteen, in half the memory of sixteen; and
 * memory stays flat whatever the length.
 */
const DECODE_PIXELS = 1 << 16

/** Frames that the reference gives to a temporal decoder at once; it does not blend where two such runs meet. */
const TEMPORAL_RUN = 14

/** Frames that a decoder of single frames is given at once. A temporal decoder's frames depend on it, so there it is fixed. */
export function decodeRun(
  { size, temporalDecoder }: { size: Size; temporalDecoder?: boolean | undefined },
  singly: boolean,
): number {
  if (temporalDecoder === true) return TEMPORAL_RUN
  return singly ? 1 : Math.max(1, Math.floor(DECODE_PIXELS / (size.width * size.height)))
}
