import { z } from 'zod'
import { transitionRoom } from '../document.ts'
import type { Draft } from '../draft.ts'
import { takesTransition } from '../lay-down.ts'
import { refusal } from '../refuse.ts'
import { Id, Transition } from '../clip.ts'

export const SetTransitionArgs = z.object({
  clip: Id,
  /** `in`: with the clip before it, or out of black; `out`: into black. */
  side: z.enum(['in', 'out']),
  /** Null takes the transition away. */
  transition: Transition.nullable(),
})

/** Adds, changes or removes a transition. Refused where a side has not that much of its source beyond the cut. */
export function setTransition(draft: Draft, { clip: id, side, transition }: z.infer<typeof SetTransitionArgs>): void {
  const { track, clip } = draft.clip(id)
  if (transition === null) {
    const { transitionIn, transitionOut, ...rest } = clip
    const kept = side === 'in' ? transitionOut && { transitionOut } : transitionIn && { transitionIn }
    if ((side === 'in' ? transitionIn : transitionOut) === undefined) {
      throw refusal('NOTHING_THERE', 'There is no transition at that end of the clip.')
    }
    draft.put(track.id, { ...rest, ...kept })
    return
  }
  if (!takesTransition(track, transition)) {
    throw refusal('TRACK_KIND', 'Sound takes a crossfade and pictures take the others. Choose another transition.')
  }
  if (transition.before + transition.after < 1) throw refusal('TOO_SHORT', 'A transition lasts at least one frame.')
  const next = side === 'in' ? { ...clip, transitionIn: transition } : { ...clip, transitionOut: transition }
  const room = transitionRoom(track.items.before(clip.start), next)
  const most = side === 'in' ? room : { before: clip.length - (clip.transitionIn?.after ?? 0), after: 0 }
  if (transition.before > most.before || transition.after > most.after) {
    throw refusal(
      'NO_HANDLES',
      `The clips have room for ${Math.max(0, most.before)} frames before the cut and ${Math.max(0, most.after)} after it. Make the transition shorter, or trim the clips first.`,
    )
  }
  draft.put(track.id, next)
}
