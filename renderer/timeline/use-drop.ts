import type { DragEvent, RefObject } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { convertFrames } from '../../core/timeline/time.ts'
import { TAKE_DRAG } from '../library/take-drag.ts'
import { findTake, sequenceStore, studioStore } from '../store/index.ts'
import { transport } from '../viewer/transport.ts'
import { placeTake } from './edits.ts'
import { laidLength } from './media-clip.ts'
import { placeMedia } from './media-edits.ts'
import { placeAt } from './ghost.ts'
import type { PlaceGhost } from './ghost.ts'
import { SNAP_PX, snapPoints } from './snapping.ts'
import { setGhost, timelineStore } from './timeline-store.ts'
import { targetTrack } from './take-clip.ts'
import { placeOf } from './use-tool.ts'

// While a drag is over a target the browser hides its data, so what is dragged is remembered here.
let dragged: { kind: 'take' | 'media'; id: string } | null = null

/** Starts to drag a take out of the bin. */
export function startTakeDrag(event: DragEvent, take: string): void {
  start(event, 'take', take)
}

/** Starts to drag an imported file out of the bin. */
export function startMediaDrag(event: DragEvent, media: string): void {
  start(event, 'media', media)
}

function start(event: DragEvent, kind: 'take' | 'media', id: string): void {
  dragged = { kind, id }
  event.dataTransfer.setData(TAKE_DRAG, id)
  event.dataTransfer.effectAllowed = 'copyMove'
}

export function endTakeDrag(): void {
  dragged = null
  setGhost(null)
}

interface DropHandlers {
  onDragOver: (event: DragEvent) => void
  onDragLeave: (event: DragEvent) => void
  onDrop: (event: DragEvent) => void
}

/** Lets takes be dropped on the tracks: over what is there, or between it while Control or Command is held. */
export function useTakeDrop(lanes: RefObject<HTMLElement | null>): DropHandlers {
  const ghostAt = (event: DragEvent): PlaceGhost | null => {
    const { shown } = sequenceStore.getState()
    const found = shown && findDragged(shown)
    if (!found || !lanes.current) return null
    const place = placeOf(event, lanes.current, shown)
    const over = shown.tracks.find(({ id }) => id === place.track)
    // Over a track of another kind it goes where its kind goes.
    const track = over?.kind === found.kind ? over.id : found.track
    if (track === null) return null
    const { pxPerFrame, snapping } = timelineStore.getState()
    const { name, length } = found
    const start = Math.round(place.x / pxPerFrame)
    const tolerance = SNAP_PX / pxPerFrame
    const near = snapPoints(shown, transport.getState().at, [], [start, start + length], tolerance)
    return {
      kind: 'place',
      how: event.ctrlKey || event.metaKey ? 'insert' : 'overwrite',
      track,
      clip: null,
      also: [],
      name,
      length,
      ...placeAt(start, length, snapping && !event.altKey ? { points: near, tolerance } : null),
    }
  }

  return {
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes(TAKE_DRAG)) return
      const ghost = ghostAt(event)
      if (!ghost) return
      event.preventDefault()
      event.dataTransfer.dropEffect = ghost.how === 'insert' ? 'copy' : 'move'
      setGhost(ghost)
    },
    onDragLeave: (event) => {
      const next = event.relatedTarget instanceof Node ? event.relatedTarget : null
      if (!event.currentTarget.contains(next)) setGhost(null)
    },
    onDrop: (event) => {
      const ghost = ghostAt(event)
      const item = dragged
      endTakeDrag()
      if (!ghost || item === null || ghost.how === 'move') return
      event.preventDefault()
      if (item.kind === 'media') placeMedia(ghost.how, item.id, ghost.start, ghost.track)
      else placeTake(ghost.how, item.id, ghost.start, ghost.track)
    },
  }
}

interface Dragged {
  name: string
  /** Frames of the sequence. */
  length: number
  /** The tracks that it may be dropped on, and the one that it goes to otherwise. */
  kind: 'video' | 'audio'
  track: string | null
}

/** What is dragged, as the sequence would hold it; null where it is gone. */
function findDragged(sequence: Sequence): Dragged | null {
  const { shots, media } = studioStore.getState()
  if (dragged?.kind === 'media') {
    const file = media.find(({ id }) => id === dragged?.id)
    if (!file) return null
    const kind = file.info.kind === 'audio' ? 'audio' : 'video'
    const first = sequence.tracks.find((track) => track.kind === kind)?.id
    const track = sequence.patch?.[kind] ?? first ?? sequence.tracks[0]?.id ?? null
    return { name: file.name, length: laidLength(file, sequence), kind, track }
  }
  const found = findTake(shots, dragged?.id ?? null)
  if (!found) return null
  const { shot, take } = found
  const length = Math.max(1, convertFrames(take.frames, take.rate, sequence.rate))
  const name = `${shot.name} · take ${take.number}`
  return { name, length, kind: 'video', track: targetTrack(sequence, null)?.id ?? null }
}
