import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { frame } from '../time.ts'

export const SwapArgs = z.object({ clip: Id })

/** Exchanges a clip with the next one of its track that touches it, each with what it is linked to; nothing else moves. */
export function swap(draft: Draft, { clip: id }: z.infer<typeof SwapArgs>): void {
  const { track, clip } = draft.clip(id)
  const next = track.items.after(clip)
  if (!next || next.start !== clipEnd(clip)) {
    throw refusal('NOT_ADJACENT', `No clip touches the end of "${clip.name}". Move them together first.`)
  }
  const later = linkedTo(draft.sequence, clip)
  const earlier = linkedTo(draft.sequence, next)
  if (later.some((one) => earlier.some(({ id }) => id === one.id))) {
    throw refusal(
      'OUT_OF_SYNC',
      `"${clip.name}" and "${next.name}" are linked to the same clip. Unlink one of them first.`,
    )
  }
  const lanes = [...moved(draft, earlier, -clip.length), ...moved(draft, later, next.length)]
  for (const lane of lanes) draft.remove(lane.clip.id)
  for (const lane of lanes) draft.put(lane.track, lane.clip)
}

/** Clips somewhere else on their tracks, without the transitions that they had where they were. */
function moved(draft: Draft, clips: readonly Clip[], by: number): { track: string; clip: Clip }[] {
  return clips.map((clip) => {
    const { transitionIn: _in, transitionOut: _out, ...rest } = clip
    return { track: draft.clip(clip.id).track.id, clip: { ...rest, start: frame(clip.start + by) } }
  })
}
