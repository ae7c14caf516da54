import { z } from 'zod'
import { insideSource } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { ofShot } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { Frame, frame } from '../time.ts'

export const SwitchTakeArgs = z.object({
  clip: Id,
  /** Null follows the take that is picked for the shot. */
  take: Id.nullable(),
  /** The whole of that take, in sequence frames. */
  available: Frame.min(1),
})

/** Shows another take of the shot in the same place, and lets its sound be heard. One that is too short makes the clip shorter. */
export function switchTake(draft: Draft, { clip: id, take, available }: z.infer<typeof SwitchTakeArgs>): void {
  const { clip } = draft.clip(id)
  const { source } = clip
  if (source.kind !== 'shot') throw refusal('WRONG_SOURCE', `"${clip.name}" is not a shot and has no takes.`)
  for (const one of ofShot(draft.sequence, clip)) {
    const shown = { kind: source.kind, shot: source.shot, ...(take === null ? {} : { take }) }
    draft.put(draft.clip(one.id).track.id, shortened({ ...one, available, source: shown }))
  }
}

/** The clip as far as its source goes. */
function shortened(clip: Clip): Clip {
  let [low, high] = [0, clip.length + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (insideSource({ ...clip, length: frame(middle) })) low = middle
    else high = middle
  }
  return { ...clip, length: frame(Math.max(1, low)) }
}
