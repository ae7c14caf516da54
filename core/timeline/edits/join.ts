import { z } from 'zod'
import { canonicalJson } from '../../canonical-json.ts'
import { clipTime, standingPlace, steadySpeed } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo, lookUp } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { backwards } from '../retimed.ts'
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
    throw refusal(
      'NOT_ADJACENT',
      `Something changes at the end of "${left.name}": the source, its speed or its look. Only where all of it runs on can clips be joined.`,
    )
  }
  draft.remove(right.id)
  const out = right.transitionOut ? { transitionOut: right.transitionOut } : {}
  // The half with the end of the source knows what was left of it.
  const { retime } = backwards(left) ? left : right
  const own = left.retime && retime ? { retime: { ...retime, lead: left.retime.lead } } : {}
  draft.put(track.id, { ...left, ...own, ...out, length: frame(left.length + right.length) })
  return { left, right }
}

/** Whether the right clip shows just what the left one would show if it were longer. Their names and colours may differ. */
function runsOn(left: Clip, right: Clip): boolean {
  if (left.transitionOut || right.transitionIn || seenOf(left) !== seenOf(right)) return false
  const ownTime = clipTime(left) + left.length === clipTime(right)
  if (ownTime && sameRun(left) === sameRun(right)) return true
  // Halves that were retimed apart: only where nothing of the look is tied to their own times.
  const [speed, other] = [steadySpeed(left), steadySpeed(right)]
  if (!speed || !other || speed.num * other.den !== other.num * speed.den) return false
  const moves = Object.values(left.look ?? {}).some((value) => typeof value === 'object')
  return !moves && canonicalJson(standingPlace(left, left.length)) === canonicalJson(standingPlace(right, 0))
}

/** Where the source is at the clip's own times. */
function sameRun({ offset, retime }: Clip): string {
  return canonicalJson(retime ? [offset, retime.points, retime.part ?? null] : null)
}

/** All of a clip that is seen or heard, but for its times. */
function seenOf({ source, available, look, disabled, shift, group }: Clip): string {
  return canonicalJson({ source, available, look, disabled, shift, group })
}
