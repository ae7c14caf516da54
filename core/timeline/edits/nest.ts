import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { nestedClips, nestLanes } from '../nested-sequence.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { frame } from '../time.ts'

export const NestArgs = z.object({
  clips: z.array(Id).min(1).max(10_000),
  /** The new sequence, and the clip that shows it here. */
  sequence: Id,
  clip: Id,
  name: z.string().min(1).max(400),
})

/**
 * Puts one clip in the place of others that shows them as a sequence of their own, on the lowest of their tracks, and one that
 * lets it be heard, on the highest of their tracks of sound; the two are linked.
 */
export function nest(draft: Draft, args: z.infer<typeof NestArgs>): void {
  const parts = nestedClips(draft.sequence, args.clips)
  const start = Math.min(...parts.map(({ clip }) => clip.start))
  const length = frame(Math.max(...parts.map(({ clip }) => clipEnd(clip))) - start)
  const ids = idsFrom(args.clip)
  const clips = nestLanes(parts).map((lane) => ({ track: lane.id, id: ids() }))
  if (clips.length === 0) {
    throw refusal('TRACK_KIND', 'Captions alone cannot be nested. Select clips of picture or sound too.')
  }
  for (const { clip } of parts) draft.remove(clip.id)
  for (const { track, id } of clips) {
    const links = clips.flatMap((one) => (one.id === id ? [] : [one.id]))
    draft.add(track, {
      id,
      name: args.name,
      source: { kind: 'sequence', sequence: args.sequence },
      start: frame(start),
      length,
      offset: frame(0),
      available: length,
      ...(links.length > 0 && { links }),
    })
  }
}
