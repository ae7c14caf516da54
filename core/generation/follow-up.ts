import { z } from 'zod'
import { CortadoError } from '../errors.ts'
import type { Take } from '../library/entities.ts'
import type { Edit } from '../timeline/edit.ts'
import { findClip, findTrack } from '../timeline/queries.ts'
import { Id } from '../timeline/clip.ts'
import type { Sequence } from '../timeline/sequence.ts'
import { convertFrames, frame, Frame } from '../timeline/time.ts'

/** The sequence that is meant; the project's own one where nothing is said. */
const InSequence = Id.optional()

/** What is to become of the film when a take is there. Frames are those of the sequence. */
export const FilmGoal = z.discriminatedUnion('kind', [
  /** Clips of its shot show the take. */
  z.object({ kind: z.literal('show') }),
  /** So they do, and this clip reaches to the take's new end. */
  z.object({ kind: z.literal('lengthen'), clip: Id, sequence: InSequence }),
  /** The frames that a bridge made are laid into a gap. */
  z.object({
    kind: z.literal('fill'),
    track: Id,
    start: Frame.min(0),
    length: Frame.min(1),
    sequence: InSequence,
  }),
])
export type FilmGoal = z.infer<typeof FilmGoal>

/** A goal and what became of it: `note` says why the film is not as it was asked for. */
export const FollowUp = z.object({
  sequence: Id,
  goal: FilmGoal,
  state: z.enum(['due', 'done', 'refused']),
  note: z.string().nullable(),
})
export type FollowUp = z.infer<typeof FollowUp>

type FilmTake = Pick<Take, 'number' | 'frames' | 'rate' | 'shot' | 'recipe'>

/** The edit that a goal comes to; null where the film changes without one. */
export interface FilmEdit {
  edit: Edit | null
  note: string | null
}

/** Throws `EDIT_REFUSED` where the sequence lacks the clip or the track that a goal names. */
export function checkGoal(goal: FilmGoal, sequence: Sequence): void {
  if (goal.kind === 'lengthen') findClip(sequence, goal.clip)
  if (goal.kind === 'fill') findTrack(sequence, goal.track)
}

/**
 * Turns a goal into an edit of the sequence as it is now. `name` is that of the take's shot; `newId` names new clips.
 * Throws `EDIT_REFUSED` where the place that was meant is gone or taken.
 */
export function resolveGoal(
  goal: FilmGoal,
  sequence: Sequence,
  take: FilmTake,
  { name, newId }: { name: string; newId: () => string },
): FilmEdit {
  switch (goal.kind) {
    case 'show':
      return { edit: null, note: null }
    case 'lengthen':
      return lengthenTo(sequence, goal.clip, take)
    case 'fill':
      return { edit: fill(sequence, goal, take, name, newId), note: null }
  }
}

/** Moves the end of a clip to the end of its shot's longer take, or as far as the next clip lets it. */
function lengthenTo(sequence: Sequence, id: string, take: FilmTake): FilmEdit {
  const { clip, track } = findClip(sequence, id)
  const next = track.items.after(clip)
  const available = convertFrames(take.frames, take.rate, sequence.rate)
  const whole = available - clip.offset
  const room = next ? next.start - clip.start : Infinity
  return {
    edit: { name: 'lengthen', args: { clip: id, available, length: frame(Math.min(whole, room)) } },
    note:
      room < whole ? 'The next clip is in the way, so the clip reaches to it. Move that, and drag the end on.' : null,
  }
}

/** Lays what a bridge made into the gap that it was made for. */
function fill(
  sequence: Sequence,
  { track: id, start, length }: Extract<FilmGoal, { kind: 'fill' }>,
  take: FilmTake,
  name: string,
  newId: () => string,
): Edit {
  const track = findTrack(sequence, id)
  if (!track.items.between(start, start + length).next().done) {
    throw new CortadoError('EDIT_REFUSED', 'Another clip is in the gap by now. Lay the bridge down where it fits.')
  }
  const made = take.recipe.given?.make[0] ?? { from: 0, to: take.frames }
  const frames = (count: number): number => convertFrames(count, take.rate, sequence.rate)
  const clip = {
    id: newId(),
    name: name.slice(0, 400),
    source: { kind: 'shot' as const, shot: take.shot },
    start,
    length: frame(Math.min(length, frames(made.to - made.from))),
    offset: frame(frames(made.from)),
    available: frame(frames(take.frames)),
  }
  return { name: 'overwrite', args: { track: id, clip, splitId: newId() } }
}
