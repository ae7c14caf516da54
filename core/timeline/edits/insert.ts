import { z } from 'zod'
import { clipEnd } from '../queries.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { openGap } from '../ripple.ts'
import { Clip, Id } from '../clip.ts'
import { layDown } from '../lay-down.ts'

export const InsertArgs = z.object({
  track: Id,
  clip: Clip,
  splitId: Id,
  /** What comes with it on other tracks: its sound. */
  more: z
    .array(z.object({ track: Id, clip: Clip }))
    .max(64)
    .optional(),
})

/** Puts clips in at their start; everything later on the sync-locked tracks moves right, clips under the point are cut in two. */
export function insert(draft: Draft, { track, clip, splitId, more = [] }: z.infer<typeof InsertArgs>): void {
  const lanes = [{ track, clip }, ...more]
  const end = Math.max(...lanes.map((lane) => clipEnd(lane.clip)))
  openGap(
    draft,
    lanes.map((lane) => lane.track),
    clip.start,
    end - clip.start,
    idsFrom(splitId),
  )
  layDown(draft, lanes)
}
