import { z } from 'zod'
import { canonicalJson } from '../../canonical-json.ts'
import { clipTime } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo, lookUp } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { frame } from '../time.ts'

export const JoinArgs = z.object({ clip: Id })

/** Joins a clip with the next one where the cut between them is a through edit: the source runs on as if it were not there. */
export function join(draft: Draft, { clip: id }: z.infer<typeof JoinArgs>): void {
  const { clip } = draft.clip(id)
  const parts = linkedTo(draft.sequence, clip).filter((one) => clipEnd(one) === clipEnd(clip))
  const joined = parts.map((one) => joinOne(draft, one))
  // A right half that is gone leaves its links to the left one.
  for (const { left, right } of joined) {
    const links = [...(left.links ?? []), ...(right.links ?? [])]
    const names = new Map(joined.map((pair) => [pair.right.id, pair.left.id]))
    const kept = new Set(links.map((link) => names.get(link) ?? link).filter((link) => lookUp(draft.sequence, link)))
    draft.relink(left.id, [...kept])
    for (const other of kept) {
      const { links: back = [] } = draft.clip(other).clip
      draft.relink(other, [...new Set(back.map((link) => names.get(link) ?? link))])
    }
  }
}

function joinOne(draft: Draft, left: Clip): { left: Clip; right: Clip } {
  const { track } = draft.clip(left.id)
  const right = track.items.after(left)
  if (!right || right.start !== clipEnd(left) || !runsOn(left, right)) {
    throw refusal('NOT_ADJACENT', 'The source does not run on over that cut, so the clips cannot be joined.')
  }
  draft.remove(right.id)
  const out = right.transitionOut ? { transitionOut: right.transitionOut } : {}
  draft.put(track.id, { ...left, ...out, length: frame(left.length + right.length) })
  return { left, right }
}

/** Whether the right clip shows just what the left one would show if it were longer. */
function runsOn(left: Clip, right: Clip): boolean {
  const same = (clip: Clip): string => {
    const {
      id: _i,
      start: _s,
      length: _l,
      offset,
      retime,
      links: _k,
      transitionIn: _t,
      transitionOut: _o,
      ...rest
    } = clip
    return canonicalJson({ ...rest, ...(retime ? { offset, points: retime.points } : {}) })
  }
  return (
    !left.transitionOut &&
    !right.transitionIn &&
    clipTime(left) + left.length === clipTime(right) &&
    same(left) === same(right)
  )
}
