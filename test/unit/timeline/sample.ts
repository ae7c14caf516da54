import { CortadoError } from '../../../core/errors.ts'
import { ClipList } from '../../../core/timeline/clip-list.ts'
import { sourceFrameOf } from '../../../core/timeline/clip-time.ts'
import { openSequence } from '../../../core/timeline/document.ts'
import { applyEdit, Edit } from '../../../core/timeline/edit.ts'
import { lookUp } from '../../../core/timeline/queries.ts'
import type { Sequence, TrackHead } from '../../../core/timeline/sequence.ts'
import type { Clip, Transition } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'

/** The id of a clip that was made with a name. */
export const idOf = (name: string): string => name.padEnd(8, '0')

/** A clip of 48 frames of source; `offset` of them are skipped. */
export function clip(name: string, start: number, length: number, offset = 0, more: Partial<Clip> = {}): Clip {
  return {
    id: idOf(name),
    name,
    source: { kind: 'shot', shot: 'shot0001' },
    start: frame(start),
    length: frame(length),
    offset: frame(offset),
    available: frame(48),
    ...more,
  }
}

/** Words over the picture: a source without an end. */
export function title(name: string, start: number, length: number): Clip {
  const style = { font: 'Inter', weight: 400, italic: false, size: 8, colour: '#ffffff', x: 50, y: 50 }
  return clip(name, start, length, 0, {
    source: { kind: 'title', title: { text: name, align: 'centre', ...style } },
    available: null,
  })
}

/** Another speed for a whole clip. */
export function at(num: number, den = 1): Pick<Clip, 'retime'> {
  return { retime: { lead: frame(0), points: [{ at: 0, speed: { num, den } }] } }
}

export function dissolve(before: number, after: number): Transition {
  return { kind: 'dissolve', before: frame(before), after: frame(after) }
}

export function sequence(...tracks: Clip[][]): Sequence {
  return {
    id: 'sequence1',
    name: 'Film',
    rate: { num: 24, den: 1 },
    size: { width: 512, height: 512 },
    tracks: tracks.map((items, index) => ({
      id: `track00${index}`,
      kind: 'video',
      name: `V${index + 1}`,
      items: ClipList.from(items),
    })),
    markers: [],
  }
}

type Lane = Partial<Omit<TrackHead, 'id' | 'kind'>> & { items?: Clip[] }

/** Pictures on V1 with their sound on A1, and room on A2, V2 and C1. Tracks are called and named alike: `V1` is `v1000000`. */
export function scene(lanes: Partial<Record<'A2' | 'A1' | 'V1' | 'V2' | 'C1', Lane>>): Sequence {
  const { id, name, rate, size } = sequence()
  const kinds = { A: 'audio', V: 'video', C: 'caption' } as const
  return openSequence({
    id,
    name,
    rate,
    size,
    tracks: (['A2', 'A1', 'V1', 'V2', 'C1'] as const).map((track) => ({
      id: idOf(track.toLowerCase()),
      kind: kinds[track.slice(0, 1) as 'A'],
      name: track,
      items: [],
      ...lanes[track],
    })),
  })
}

/**
 * Three shots of 24 frames, `a`, `b` and `c`, that touch: each shows frames 12 to 36 of its source, `va` with its sound `aa`.
 * With `early`, the sound of `b` begins so many frames before its picture: a J cut (an L cut where it is negative).
 */
export function talk(lanes: Parameters<typeof scene>[0] = {}, early = 0): Sequence {
  const lane = (kind: 'v' | 'a', cut: number): Clip[] => {
    const link = (name: string): Partial<Clip> => ({ links: [idOf(`${kind === 'v' ? 'a' : 'v'}${name}`)] })
    return [
      clip(`${kind}a`, 0, 24 - cut, 12, link('a')),
      clip(`${kind}b`, 24 - cut, 24 + cut, 12 - cut, link('b')),
      clip(`${kind}c`, 48, 24, 12, link('c')),
    ]
  }
  return scene({
    ...lanes,
    V1: { items: lane('v', 0), ...lanes.V1 },
    A1: { items: lane('a', early), ...lanes.A1 },
  })
}

/** The clips of a track, by its place or name, as `name start+length@offset`; those that an edit made have a stroke. */
export function shown({ tracks }: Sequence, track: number | string = 0): string[] {
  const found = typeof track === 'number' ? tracks[track] : tracks.find(({ name }) => name === track)
  return [...(found?.items ?? [])].map(
    ({ name, start, length, offset, id }) => `${name}${id === idOf(name) ? '' : "'"} ${start}+${length}@${offset}`,
  )
}

/** The clip that was made with a name. */
export function named(sequence: Sequence, name: string): Clip {
  const found = lookUp(sequence, idOf(name))
  if (!found) throw new Error(`no clip ${name}`)
  return found.clip
}

/** The frames of the source that a clip shows, at the rate of the sequence. */
export function frames(clip: Clip): number[] {
  const rate = { num: 24, den: 1 }
  return Array.from({ length: clip.length }, (_, index) => sourceFrameOf(clip, index, rate, rate))
}

/** Makes an edit as a client sends it. */
export function edited(sequence: Sequence, name: Edit['name'], args: object): Sequence {
  return applyEdit(sequence, Edit.parse({ name, args }))
}

/** The reason why an edit is refused, or `made`. */
export function outcome(sequence: Sequence, name: Edit['name'], args: object): string {
  try {
    edited(sequence, name, args)
    return 'made'
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'EDIT_REFUSED') return String(error.reason)
    throw error
  }
}
