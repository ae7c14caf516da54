import { z } from 'zod'
import { insideSource } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../sequence.ts'
import { Frame, frame } from '../time.ts'

export const SwitchTakeArgs = z.object({
  clip: Id,
  /** Null follows the take that is picked for the shot. */
  take: Id.nullable(),
  /** The whole of that take, in sequence frames. */
  available: Frame.min(1),
})

/** Shows another take of the shot in the same place. A take that is too short for it makes the clip shorter. */
export function switchTake(draft: Draft, { clip: id, take, available }: z.infer<typeof SwitchTakeArgs>): void {
  const { track, clip } = draft.clip(id)
  const { source } = clip
  if (source.kind !== 'shot') throw refusal('WRONG_SOURCE', `"${clip.name}" is not a shot and has no takes.`)
  const next = {
    ...clip,
    available,
    source: { kind: source.kind, shot: source.shot, ...(take === null ? {} : { take }) },
  }
  const fits = (length: number): boolean => insideSource({ ...next, length: frame(length) })
  let [low, high] = [0, clip.length + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle
  }
  draft.put(track.id, { ...next, length: frame(Math.max(1, low)) })
}
