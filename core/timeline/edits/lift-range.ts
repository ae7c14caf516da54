import { z } from 'zod'
import { clearRange } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'

export const RangeArgs = z.object({
  from: Frame.min(0),
  /** First frame after the range. */
  to: Frame.min(1),
  tracks: z.array(Id).min(1).max(1000),
  splitId: Id,
})

type Args = z.infer<typeof RangeArgs>

/** Takes everything between two frames out of some tracks and leaves a gap. */
export function liftRange(draft: Draft, args: Args): void {
  clearTracks(draft, args, args.to)
}

/** Frees a range of some tracks. Refused where they hold nothing from its start until a frame. */
export function clearTracks(draft: Draft, { from, to, tracks, splitId }: Args, until: number): void {
  const ids = idsFrom(splitId)
  if (from >= to) throw refusal('OUT_OF_RANGE', 'The out point lies before the in point. Mark a range first.')
  if (tracks.every((id) => draft.track(id).items.between(from, until).next().done)) {
    throw refusal('NOTHING_THERE', 'There is nothing in that range. Mark a range that holds clips.')
  }
  for (const track of tracks) clearRange(draft, track, from, to, ids)
}
