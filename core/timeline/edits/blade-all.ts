import { z } from 'zod'
import { cutAt } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'

export const BladeAllArgs = z.object({ at: Frame.min(0), newId: Id })

/** Cuts every clip at a frame, but for those on locked tracks. */
export function bladeAll(draft: Draft, { at, newId }: z.infer<typeof BladeAllArgs>): void {
  const tracks = draft.sequence.tracks.filter(({ locked, items }) => {
    const clip = items.under(at)
    return locked !== true && clip !== undefined && clip.start < at
  })
  if (tracks.length === 0) throw refusal('NOTHING_THERE', 'No clip lies under the playhead. Move it over one.')
  cutAt(draft, tracks, at, idsFrom(newId))
}
