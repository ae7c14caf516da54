import { useRef } from 'react'
import type { DragEvent, RefObject } from 'react'
import type { Shot, Take } from '../../core/library/entities.ts'
import { convertFrames } from '../../core/timeline/time.ts'
import { TAKE_DRAG } from '../library/take-drag.ts'
import { findTake, sequenceStore, studioStore } from '../store/index.ts'
import { transport } from '../viewer/transport.ts'
import { placeTake } from './edits.ts'
import { placeAt } from './ghost.ts'
import type { PlaceGhost } from './ghost.ts'
import { SNAP_PX, snapPoints } from './snapping.ts'
import { setGhost, timelineStore } from './timeline-store.ts'
import { targetTrack } from './take-clip.ts'
import { placeOf } from './use-tool.ts'

// While a drag is over a target the browser hides its data, so what is dragged is remembered here.
let dragged: string | null = null

/** Starts to drag a take out of the bin. */
export function startTakeDrag(event: DragEvent, take: string): void {
  dragged = take
  event.dataTransfer.setData(TAKE_DRAG, take)
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
  const points = useRef<{ sequence: unknown; list: number[] } | null>(null)

  const ghostAt = (event: DragEvent): PlaceGhost | null => {
    const { shown } = sequenceStore.getState()
    const found = findTake(studioStore.getState().shots, dragged)
    if (!shown || !found || !lanes.current) return null
    const place = placeOf(event, lanes.current, shown)
    const over = shown.tracks.find(({ id }) => id === place.track)
    // A take is a picture; over a track that takes none it goes where pictures go.
    const track = over?.kind === 'video' ? over.id : targetTrack(shown, null)?.id
    if (track === undefined) return null
    if (points.current?.sequence !== shown) {
      points.current = { sequence: shown, list: snapPoints(shown, transport.getState().at, []) }
    }
    const { pxPerFrame, snapping } = timelineStore.getState()
    const length = Math.max(1, convertFrames(found.take.frames, found.take.rate, shown.rate))
    const near = snapping && !event.altKey ? { points: points.current.list, tolerance: SNAP_PX / pxPerFrame } : null
    return {
      kind: 'place',
      how: event.ctrlKey || event.metaKey ? 'insert' : 'overwrite',
      track,
      clip: null,
      also: [],
      name: nameOf(found),
      length,
      ...placeAt(Math.round(place.x / pxPerFrame), length, near),
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
      const take = dragged
      points.current = null
      endTakeDrag()
      if (!ghost || take === null || ghost.how === 'move') return
      event.preventDefault()
      placeTake(ghost.how, take, ghost.start, ghost.track)
    },
  }
}

function nameOf({ shot, take }: { shot: Shot; take: Take }): string {
  return `${shot.name} · take ${take.number}`
}
