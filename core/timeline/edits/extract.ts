import type { z } from 'zod'
import type { Draft } from '../draft.ts'
import { closeRange } from '../ripple.ts'
import { clearTracks } from './lift-range.ts'
import type { RangeArgs } from './lift-range.ts'

/** Takes everything between two frames out of some tracks and closes the gap on all that are sync-locked. */
export function extract(draft: Draft, args: z.infer<typeof RangeArgs>): void {
  // An empty range closes too, where something follows it.
  clearTracks(draft, args, Infinity)
  closeRange(draft, args.tracks, args.from, args.to)
}
