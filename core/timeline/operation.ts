import { z } from 'zod'
import { ClipList } from './clip-list.ts'
import { Marker, SequenceHead, TrackHead } from './sequence.ts'
import { Clip, Id } from './clip.ts'
import type { Sequence, Track } from './sequence.ts'
import { Frame, frame } from './time.ts'

/**
 * One change of a sequence that can be told, kept and taken back. Edits are made of these, history keeps them, and windows are
 * sent them: their size follows the change and not the sequence. A ripple is one of them, however many clips it moves.
 */
export const Operation = z.discriminatedUnion('do', [
  /** A clip comes, or takes the place of the one with its id on that track. */
  z.object({ do: z.literal('put'), track: Id, clip: Clip }),
  z.object({ do: z.literal('remove'), track: Id, clip: Id }),
  /** Every clip of a track that starts at `from` or later moves. */
  z.object({ do: z.literal('shift'), track: Id, from: Frame, by: Frame }),
  /** A track comes at a place among the others, without clips, or gets another head. */
  z.object({ do: z.literal('track'), track: TrackHead, at: z.number().int().min(0) }),
  /** A track without clips goes. */
  z.object({ do: z.literal('dropTrack'), track: Id }),
  z.object({ do: z.literal('marker'), marker: Marker }),
  z.object({ do: z.literal('dropMarker'), marker: Id }),
  /** Every marker at `from` or later moves, and a range that reaches over it becomes longer or shorter. */
  z.object({ do: z.literal('shiftMarkers'), from: Frame, by: Frame }),
  z.object({ do: z.literal('head'), head: SequenceHead }),
])
export type Operation = z.infer<typeof Operation>

/** A changed sequence and the operations that take the change back. */
interface Applied {
  sequence: Sequence
  inverse: Operation[]
}

/** Applies one operation, which must fit the sequence. */
export function applyOperation(sequence: Sequence, operation: Operation): Applied {
  switch (operation.do) {
    case 'put':
    case 'remove':
    case 'shift':
      return changeClips(sequence, operation)
    case 'track':
      return putTrack(sequence, operation)
    case 'dropTrack':
      return dropTrack(sequence, operation.track)
    case 'marker':
    case 'dropMarker':
      return changeMarkers(sequence, operation)
    case 'shiftMarkers':
      return shiftMarkers(sequence, operation)
    case 'head':
      return { sequence: { ...bare(sequence), ...operation.head }, inverse: [{ do: 'head', head: headOf(sequence) }] }
  }
}

/** Applies operations one after the other; the inverse takes them all back. */
export function applyOperations(sequence: Sequence, operations: readonly Operation[]): Applied {
  let now = sequence
  const inverses: Operation[][] = []
  for (const operation of operations) {
    const { sequence: next, inverse } = applyOperation(now, operation)
    now = next
    inverses.push(inverse)
  }
  return { sequence: now, inverse: inverses.reverse().flat() }
}

/** All of a sequence but its id, tracks and markers. */
export function headOf(sequence: Sequence): SequenceHead {
  const { id: _id, tracks: _tracks, markers: _markers, ...head } = sequence
  return head
}

/** All of a track but its clips. */
export function trackHead(track: Track): TrackHead {
  const { items: _items, ...head } = track
  return head
}

function bare({ id, tracks, markers }: Sequence): Pick<Sequence, 'id' | 'tracks' | 'markers'> {
  return { id, tracks, markers }
}

type ClipOperation = Extract<Operation, { do: 'put' | 'remove' | 'shift' }>

function changeClips(sequence: Sequence, operation: ClipOperation): Applied {
  const { track } = operation
  let inverse: Operation[] = []
  const change = (items: ClipList): ClipList => {
    if (operation.do === 'shift') {
      inverse = [{ do: 'shift', track, from: (operation.from + operation.by) as Frame, by: -operation.by as Frame }]
      return items.shift(operation.from, operation.by)
    }
    const old = items.get(operation.do === 'put' ? operation.clip.id : operation.clip)
    if (operation.do === 'remove') {
      inverse = old ? [{ do: 'put', track, clip: old }] : []
      return items.remove(operation.clip)
    }
    inverse = [old ? { do: 'put', track, clip: old } : { do: 'remove', track, clip: operation.clip.id }]
    return items.put(operation.clip)
  }
  const tracks = sequence.tracks.map((one) => (one.id === track ? { ...one, items: change(one.items) } : one))
  return { sequence: { ...sequence, tracks }, inverse }
}

function putTrack(sequence: Sequence, { track, at }: Extract<Operation, { do: 'track' }>): Applied {
  const index = sequence.tracks.findIndex(({ id }) => id === track.id)
  const old = sequence.tracks[index]
  const tracks = old ? sequence.tracks.toSpliced(index, 1) : [...sequence.tracks]
  tracks.splice(at, 0, { ...track, items: old?.items ?? ClipList.empty })
  return {
    sequence: { ...sequence, tracks },
    inverse: [old ? { do: 'track', track: trackHead(old), at: index } : { do: 'dropTrack', track: track.id }],
  }
}

function dropTrack(sequence: Sequence, track: string): Applied {
  const index = sequence.tracks.findIndex(({ id }) => id === track)
  const old = sequence.tracks[index]
  if (!old) return { sequence, inverse: [] }
  return {
    sequence: { ...sequence, tracks: sequence.tracks.toSpliced(index, 1) },
    inverse: [{ do: 'track', track: trackHead(old), at: index }],
  }
}

function changeMarkers(sequence: Sequence, operation: Extract<Operation, { do: 'marker' | 'dropMarker' }>): Applied {
  const id = operation.do === 'marker' ? operation.marker.id : operation.marker
  const old = sequence.markers.find((marker) => marker.id === id)
  const others = sequence.markers.filter((marker) => marker.id !== id)
  const markers = operation.do === 'marker' ? [...others, operation.marker].sort(byTime) : others
  const back: Operation[] = old ? [{ do: 'marker', marker: old }] : [{ do: 'dropMarker', marker: id }]
  return { sequence: { ...sequence, markers }, inverse: back }
}

function shiftMarkers(sequence: Sequence, { from, by }: Extract<Operation, { do: 'shiftMarkers' }>): Applied {
  const markers = sequence.markers.map((marker) => {
    if (marker.at >= from) return { ...marker, at: frame(marker.at + by) }
    return marker.at + marker.length > from ? { ...marker, length: frame(marker.length + by) } : marker
  })
  return {
    sequence: { ...sequence, markers: markers.sort(byTime) },
    inverse: [{ do: 'shiftMarkers', from: frame(from + by), by: frame(-by) }],
  }
}

/** The order of markers. That of two at one frame does not depend on which came first. */
export function byTime(a: Marker, b: Marker): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1)
}
