import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { ofShot } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { insideOf } from '../retimed.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'

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
    const next = insideOf({ ...one, available, source: shown })
    if (next) draft.put(draft.clip(one.id).track.id, next)
    else {
      throw refusal(
        'SOURCE_END',
        `That take ends before the part that "${one.name}" shows. Slip the clip to an earlier part, or choose a longer take.`,
      )
    }
  }
}
