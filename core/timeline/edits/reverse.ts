import { z } from 'zod'
import { steadySpeed } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../sequence.ts'
import { atSpeed } from './speed.ts'

export const ReverseArgs = z.object({ clip: Id })

/** Plays a clip, and what it is linked to, backwards, or forwards again. */
export function reverse(draft: Draft, { clip: id }: z.infer<typeof ReverseArgs>): void {
  for (const one of linkedTo(draft.sequence, draft.clip(id).clip)) {
    const speed = steadySpeed(one)
    if (!speed) throw refusal('WRONG_SOURCE', `"${one.name}" has a speed ramp. Remove it first, then reverse the clip.`)
    const next = atSpeed(one, { num: -speed.num, den: speed.den })
    draft.put(draft.clip(one.id).track.id, { ...next, length: one.length })
  }
}
