import type { Shot, Take } from '../../core/library/entities.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { convertFrames, frame } from '../../core/timeline/time.ts'

/** A whole take as a clip that starts at a sequence frame. The clip points to the shot, so that its take can be changed. */
export function clipOfTake(take: Take, shot: Shot, sequence: Sequence, start: number, id: string): Clip {
  const available = frame(Math.max(1, convertFrames(take.frames, take.rate, sequence.rate)))
  return {
    id,
    name: shot.name.slice(0, 400),
    source: { kind: 'shot', shot: shot.id },
    start: frame(start),
    length: available,
    offset: frame(0),
    available,
  }
}

/** The edit that lays a clip on a track: over what is there, pushing it to the right, or behind it all. */
export function placeEdit(how: 'insert' | 'overwrite' | 'append', track: string, clip: Clip, splitId: string): Edit {
  if (how === 'append') return { name: how, args: { clips: [{ track, clip }] } }
  return { name: how, args: { track, clip, splitId } }
}

/** The track that keys put clips on: the one with the selected clip, else where footage goes, else the lowest video track. */
export function targetTrack(sequence: Sequence, selected: string | null): Track | undefined {
  const pictures = sequence.tracks.filter(({ kind }) => kind === 'video')
  return (
    pictures.find((track) => selected !== null && track.items.get(selected)) ??
    pictures.find(({ id }) => id === sequence.patch?.video) ??
    pictures[0]
  )
}

/** The clip that a cut at the playhead means: the selected one where the playhead is inside it, else the topmost. */
export function clipUnder(sequence: Sequence, at: number, selected: string | null): Clip | null {
  const under = sequence.tracks.toReversed().flatMap((track) => track.items.under(at) ?? [])
  return under.find((clip) => clip.id === selected) ?? under[0] ?? null
}
