import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { trackHead } from '../operation.ts'
import { refusal } from '../refuse.ts'
import { TrackHead } from '../sequence.ts'
import { Id } from '../clip.ts'

const Place = z.number().int().min(0).max(1000)

export const AddTrackArgs = z.object({ track: TrackHead, at: Place })
export const RemoveTrackArgs = z.object({ track: Id })
export const ReorderTrackArgs = z.object({ track: Id, at: Place })
export const ChangeTrackArgs = z.object({
  track: Id,
  name: TrackHead.shape.name.optional(),
  locked: z.boolean().optional(),
  muted: z.boolean().optional(),
  solo: z.boolean().optional(),
  syncLock: z.boolean().optional(),
})

/** Adds an empty track at a place among the others; the last one is on top. */
export function addTrack(draft: Draft, { track, at }: z.infer<typeof AddTrackArgs>): void {
  if (draft.sequence.tracks.some(({ id }) => id === track.id)) {
    throw refusal('ID_TAKEN', 'The sequence has that track already. Make the edit again.')
  }
  draft.putTrack(track, Math.min(at, draft.sequence.tracks.length))
}

/** Takes a track away with its clips. The last one of the sequence stays. */
export function removeTrack(draft: Draft, { track }: z.infer<typeof RemoveTrackArgs>): void {
  const { patch } = draft.sequence
  if (draft.sequence.tracks.length === 1) throw refusal('TRACK_ORDER', 'A sequence keeps at least one track.')
  draft.dropTrack(track)
  if (patch?.video !== track && patch?.audio !== track) return
  const kept = Object.fromEntries(Object.entries(patch).filter(([, id]) => id !== track))
  draft.changeHead({ patch: kept })
}

/** Moves a track to another place among the others. Pictures and sounds may be mixed in the list; only their own order counts. */
export function reorderTrack(draft: Draft, { track: id, at }: z.infer<typeof ReorderTrackArgs>): void {
  draft.putTrack(trackHead(draft.track(id)), Math.min(at, draft.sequence.tracks.length - 1))
}

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
