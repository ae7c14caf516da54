import { clipTime, frameUnder } from '../../core/timeline/clip-time.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, lookUp, sequenceLength, trackEnd } from '../../core/timeline/queries.ts'
import type { Marker, Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip, ClipSource } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'
import { newId, selectClip, sequenceStore, toast, uiStore } from '../store/index.ts'
import { seek, transport } from '../viewer/transport.ts'
import { tryEdit, withClipUnder } from './edits.ts'
import { targetTrack } from './take-clip.ts'
import { timelineStore } from './timeline-store.ts'
import { newTrack } from './new-track.ts'
import { usualTransition } from './transitions.ts'

/** Does something with the sequence in front, at the playhead. */
export function withSequence(run: (sequence: Sequence, at: number) => void): void {
  const { shown } = sequenceStore.getState()
  if (shown) run(shown, transport.getState().at)
}

/** Cuts every clip under the playhead. */
export function bladeAll(): void {
  withSequence((_, at) => tryEdit({ name: 'bladeAll', args: { at: frame(at), newId: newId() } }))
}

/** Takes away what lies between an edge of the clip and the playhead, and closes the gap. */
export function rippleTo(edge: 'in' | 'out'): void {
  withClipUnder((clip, at) => {
    const done = tryEdit({ name: 'trimTo', args: { clip: clip.id, edge, at: frame(at), ripple: true } })
    // What was under the playhead has moved to the start of the clip.
    if (done && edge === 'in') seek(clip.start, Infinity)
  })
}

/** Moves the nearest cut of the clip under the playhead to the playhead. */
export function rollToPlayhead(): void {
  withClipUnder((clip, at) => {
    const edge = at - clip.start < clip.length / 2 ? 'in' : 'out'
    const delta = at - (edge === 'in' ? clip.start : clipEnd(clip))
    if (delta !== 0) tryEdit({ name: 'roll', args: { clip: clip.id, edge, delta } })
  })
}

/** Holds the frame under the playhead for the rest of its clip. */
export function holdFrame(): void {
  withClipUnder((clip, at) => tryEdit({ name: 'freezeFrame', args: { clip: clip.id, at: frame(at), newId: newId() } }))
}

/** Puts the usual transition at the cut nearest to the playhead, on the track in use. */
export function addTransition(): void {
  withSequence((sequence, at) => {
    const { clip } = uiStore.getState()
    const track = (clip === null ? undefined : lookUp(sequence, clip)?.track) ?? targetTrack(sequence, null)
    const edit = track && usualTransition(sequence, track, at)
    if (edit) tryEdit(edit)
    else toast('There is no clip at the playhead.')
  })
}

/** Takes what is between the marks out of every unlocked track, leaving a gap or closing it. */
export function takeRange(name: 'liftRange' | 'extract'): void {
  withSequence((sequence) => {
    const { from, to } = timelineStore.getState().range
    if (from === null && to === null) {
      toast('Mark a range of the sequence first.')
      return
    }
    const end = to ?? sequenceLength(sequence)
    const tracks = sequence.tracks.filter(({ locked }) => locked !== true).map(({ id }) => id)
    const range = { from: frame(from ?? 0), to: frame(end) }
    if (tracks.length === 0) toast('Every track is locked. Unlock one first.')
    else if (tryEdit({ name, args: { ...range, tracks, splitId: newId() } }) && name === 'extract') {
      seek(range.from, Infinity)
    }
  })
}

/** Closes the selected gap, else the one under the playhead. */
export function closeGap(): void {
  withSequence((sequence, at) => {
    const { gap, clip } = uiStore.getState()
    if (gap) {
      tryEdit({ name: 'closeGap', args: { track: gap.track, at: frame(gap.start) } })
      return
    }
    const track = targetTrack(sequence, clip)
    if (track) tryEdit({ name: 'closeGap', args: { track: track.id, at: frame(at) } })
  })
}

/** Sets a marker at the playhead. */
export function setMarker(): void {
  withSequence((_, at) => {
    const marker: Marker = { id: newId(), at: frame(at), length: frame(0), name: '', note: '', colour: 'teal' }
    tryEdit({ name: 'setMarker', args: { marker } })
  })
}

/** Takes the marker at the playhead away. */
export function removeMarker(): void {
  withSequence((sequence, at) => {
    const marker = sequence.markers.findLast((one) => at >= one.at && at <= one.at + one.length)
    if (marker) tryEdit({ name: 'removeMarker', args: { marker: marker.id } })
    else toast('There is no marker at the playhead.')
  })
}

export function goToMarker(direction: 1 | -1): void {
  withSequence((sequence, at) => {
    const places = sequence.markers.map((marker) => marker.at)
    const next = direction > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at)
    if (next === undefined) toast(direction > 0 ? 'No marker comes after this.' : 'No marker comes before this.')
    else seek(next, sequenceLength(sequence))
  })
}

/** Seconds that a new title, caption or adjustment stands. */
const STANDS_S = 3

/** Lays a title over the picture at the playhead: on the highest video track, or on a new one where a clip is in the way. */
export function addTitle(): void {
  const title = {
    text: 'Title',
    font: 'Inter',
    weight: 600,
    italic: false,
    size: 10,
    colour: '#ffffff',
    align: 'centre',
    x: 50,
    y: 50,
  } as const
  addOver('video', { kind: 'title', title }, 'Title')
}

/** Adds a caption at the playhead, on the caption track. */
export function addCaption(): void {
  addOver('caption', { kind: 'caption', text: 'Caption' }, 'Caption')
}

/** Lays an adjustment over the pictures: over the marked range, or from the playhead on. */
export function addAdjustment(): void {
  const { from, to } = timelineStore.getState().range
  const range = from !== null && to !== null ? { from, to } : undefined
  addOver('video', { kind: 'adjustment' }, 'Adjustment', range)
}

function addOver(
  kind: 'video' | 'caption',
  source: ClipSource,
  name: string,
  range?: { from: number; to: number },
): void {
  withSequence((sequence, playhead) => {
    const at = range?.from ?? playhead
    const stands = Math.max(1, Math.round((STANDS_S * sequence.rate.num) / sequence.rate.den))
    const length = range ? range.to - range.from : stands
    const free = (track: Track): boolean =>
      track.locked !== true && [...track.items.between(at, at + length)].length === 0
    const tracks = sequence.tracks.filter((track) => track.kind === kind)
    const over = kind === 'video' ? tracks.slice(1) : tracks
    const there = over.findLast(free)
    const made = there ? null : newTrack(sequence, kind)
    const track = there?.id ?? made?.id ?? ''
    const clip: Clip = {
      id: newId(),
      name,
      source,
      start: frame(at),
      length: frame(length),
      offset: frame(0),
      available: null,
    }
    const lay: Edit = { name: 'overwrite', args: { track, clip, splitId: newId() } }
    if (tryEdit(...(made ? [made.edit] : []), lay)) selectClip(clip.id)
  })
}

/** The frame of the clip's own time that is under the playhead, held inside the clip: where keyframes are set. */
export function ownTime(clip: Clip, at: number): number {
  return clipTime(clip) + frameUnder(clip, at)
}

/** Everything on unlocked tracks, or all that lies at the playhead or later. */
export function clipsFrom(sequence: Sequence, at: number): string[] {
  return sequence.tracks
    .filter(({ locked }) => locked !== true)
    .flatMap((track) => [...track.items.between(at, Math.max(at + 1, trackEnd(track)))].map((clip) => clip.id))
}
