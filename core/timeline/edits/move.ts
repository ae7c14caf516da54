import { z } from 'zod'
import { clearRange } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { layDown } from '../lay-down.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Frame, frame } from '../time.ts'

export const MoveArgs = z.object({
  clip: Id,
  track: Id,
  start: Frame.min(0),
  splitId: Id,
  /** Other clips that move by as much on their own tracks: a selection. */
  also: z.array(Id).max(10_000).optional(),
})

/** Moves a clip to another start or track, and what it is linked to by as much; they overwrite what they land on. */
export function move(draft: Draft, { clip: id, track, start, splitId, also = [] }: z.infer<typeof MoveArgs>): void {
  const { clip, track: home } = draft.clip(id)
  if (draft.track(track).kind !== home.kind) {
    throw refusal('TRACK_KIND', `"${clip.name}" lies on a track for ${home.kind}. Choose another one of that kind.`)
  }
  const by = start - clip.start
  const chosen = new Set(
    [id, ...also].flatMap((one) => linkedTo(draft.sequence, draft.clip(one).clip).map((c) => c.id)),
  )
  const lanes = [...chosen].map((one) => {
    const from = draft.clip(one)
    return { track: one === id ? track : from.track.id, clip: { ...from.clip, start: frame(from.clip.start + by) } }
  })
  if (lanes.some((lane) => lane.clip.start < 0)) {
    throw refusal('SEQUENCE_START', 'The sequence starts here. Move the clip less far to the left.')
  }
  const ids = idsFrom(splitId)
  for (const lane of lanes) draft.remove(lane.clip.id)
  for (const lane of lanes) clearRange(draft, lane.track, lane.clip.start, clipEnd(lane.clip), ids)
  layDown(draft, lanes)
}
