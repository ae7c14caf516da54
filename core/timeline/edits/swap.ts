import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../sequence.ts'
import { frame } from '../time.ts'

export const SwapArgs = z.object({ clip: Id })

/** Exchanges a clip with the next one of its track that touches it; nothing else moves. Linked clips are swapped on every track. */
export function swap(draft: Draft, { clip: id }: z.infer<typeof SwapArgs>): void {
  const { track, clip } = draft.clip(id)
  const next = track.items.after(clip)
  if (!next || next.start !== clipEnd(clip)) {
    throw refusal('NOT_ADJACENT', `No clip touches the end of "${clip.name}". Move them together first.`)
  }
  const pairs = linkedTo(draft.sequence, clip).map((left) => {
    const lane = draft.clip(left.id).track
    const right = lane.items.after(left)
    const same = right && right.start === next.start && left.start === clip.start && right.length === next.length
    if (!same) {
      throw refusal('OUT_OF_SYNC', `What "${clip.name}" is linked to is not cut at the same frames. Unlink it first.`)
    }
    return { lane: lane.id, left, right }
  })
  for (const { left, right } of pairs) for (const one of [left, right]) draft.remove(one.id)
  for (const { lane, left, right } of pairs) {
    const { transitionIn: _a, transitionOut: _b, ...second } = left
    const { transitionIn: _c, transitionOut: _d, ...first } = right
    draft.put(lane, { ...first, start: left.start })
    draft.put(lane, { ...second, start: frame(left.start + right.length) })
  }
}
