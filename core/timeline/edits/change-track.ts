import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { trackHead } from '../operation.ts'
import { TrackHead } from '../sequence.ts'
import { Id } from '../clip.ts'

export const ChangeTrackArgs = z.object({
  track: Id,
  name: TrackHead.shape.name.optional(),
  locked: z.boolean().optional(),
  muted: z.boolean().optional(),
  solo: z.boolean().optional(),
  syncLock: z.boolean().optional(),
})

/** Renames, locks, mutes, solos or sync-locks a track. A locked one can be unlocked, and nothing else of it changed. */
export function changeTrack(draft: Draft, args: z.infer<typeof ChangeTrackArgs>): void {
  const head = trackHead(draft.track(args.track))
  const { locked: was, muted: _m, solo: _s, syncLock: _y, ...rest } = head
  if (was && args.locked !== false) draft.open(args.track)
  const locked = args.locked ?? was === true
  const muted = args.muted ?? head.muted === true
  const solo = args.solo ?? head.solo === true
  const syncLock = args.syncLock ?? head.syncLock !== false
  draft.changeTrack({
    ...rest,
    name: args.name ?? head.name,
    ...(locked && { locked }),
    ...(muted && { muted }),
    ...(solo && { solo }),
    ...(!syncLock && { syncLock }),
  })
}
