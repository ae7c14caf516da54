import { z } from 'zod'
import { valueAt } from '../../look/keyframes.ts'
import type { Look } from '../../look/keyframes.ts'
import { clipTime, standingPlace } from '../clip-time.ts'
import { cutAt } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { openGap } from '../ripple.ts'
import { Id } from '../clip.ts'
import { unlink } from './unlink.ts'
import type { Clip } from '../clip.ts'
import { Frame, frame } from '../time.ts'

export const FreezeFrameArgs = z.object({
  clip: Id,
  at: Frame,
  /** Frames to stand still before the clip goes on; left out, the rest of the clip stands still. */
  length: Frame.min(1).optional(),
  newId: Id,
})

/** Holds the frame at the playhead, for a while that is put in or for the rest of the clip. Its sound is not held. */
export function freezeFrame(draft: Draft, { clip: id, at, length, newId }: z.infer<typeof FreezeFrameArgs>): void {
  const { track, clip } = draft.clip(id)
  if (at < clip.start || at >= clipEnd(clip)) {
    throw refusal('NOT_INSIDE', 'The playhead is not inside that clip. Move it over the frame to hold.')
  }
  if (track.kind !== 'video')
    throw refusal('TRACK_KIND', 'Only a picture can stand still. Choose a clip of a video track.')
  const ids = idsFrom(newId)
  if (length === undefined) {
    const held = at === clip.start ? id : ids()
    if (at > clip.start) cutAt(draft, [track], at, () => held)
    unlink(draft, { clips: [held] })
    const rest = draft.clip(held).clip
    draft.put(track.id, still(rest, clip, at, rest.length))
    return
  }
  const piece = held(still({ ...clip, id: ids() }, clip, at, length))
  openGap(draft, [track.id], at, length, ids)
  draft.add(track.id, { ...piece, start: at })
}

/** A piece that shows one frame of a clip. It keeps the time of it, and so its keyframes. */
function still(piece: Clip, clip: Clip, at: number, length: number): Clip {
  const { offset, part } = standingPlace(clip, at - clip.start)
  return {
    ...piece,
    length: frame(length),
    offset: frame(offset),
    retime: {
      lead: frame(clipTime(clip) + at - clip.start),
      points: [{ at: 0, speed: { num: 0, den: 1 } }],
      ...(part && { part }),
    },
  }
}

/** A still of its own: it has no sound, no transitions, and the look of its first frame, from where what follows goes on. */
function held(clip: Clip): Clip {
  const { links: _links, transitionIn: _in, transitionOut: _out, look, ...rest } = clip
  if (!look) return rest
  const values = Object.entries(look).map(([property, value]) => [property, valueAt(value, clipTime(clip))])
  return { ...rest, look: Object.fromEntries(values) as Look }
}
