import { z } from 'zod'
import { clearRange } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { layDown } from '../lay-down.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { frame } from '../time.ts'

export const DuplicateArgs = z.object({
  clips: z.array(Id).min(1).max(10_000),
  /** Sequence frames from the clips to their copies. */
  by: z.number().int(),
  splitId: Id,
})

/** Lays copies of clips, and of what they are linked to, somewhere else on their tracks, over what is there. Copies are linked and grouped among themselves. */
export function duplicate(draft: Draft, { clips, by, splitId }: z.infer<typeof DuplicateArgs>): void {
  const ids = idsFrom(splitId)
  const originals = new Map<string, Clip>()
  for (const id of clips) {
    for (const clip of linkedTo(draft.sequence, draft.clip(id).clip)) originals.set(clip.id, clip)
  }
  const copies = new Map([...originals.keys()].map((id) => [id, ids()]))
  const groups = groupsOf([...originals.values()], ids)
  const lanes = [...originals.values()].map((clip) => {
    const { links = [], group: old, ...rest } = clip
    const group = old === undefined ? undefined : groups.get(old)
    const own = links.flatMap((link) => copies.get(link) ?? [])
    const copy: Clip = {
      ...rest,
      id: copies.get(clip.id) ?? clip.id,
      start: frame(clip.start + by),
      ...(group && { group }),
    }
    return { track: draft.clip(clip.id).track.id, clip: own.length === 0 ? copy : { ...copy, links: own } }
  })
  if (lanes.some((lane) => lane.clip.start < 0)) {
    throw refusal('SEQUENCE_START', 'The sequence starts here. Put the copies further to the right.')
  }
  for (const lane of lanes) clearRange(draft, lane.track, lane.clip.start, clipEnd(lane.clip), ids)
  layDown(draft, lanes)
}

/** A new group for each that has more than one of the clips. */
function groupsOf(clips: readonly Clip[], ids: () => string): Map<string, string> {
  const seen = new Set<string>()
  const groups = new Map<string, string>()
  for (const { group } of clips) {
    if (group === undefined) continue
    if (seen.has(group) && !groups.has(group)) groups.set(group, ids())
    seen.add(group)
  }
  return groups
}
