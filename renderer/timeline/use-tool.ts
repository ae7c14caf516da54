import { useEffect, useRef } from 'react'
import type { PointerEvent, RefObject } from 'react'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { extendClip } from '../change/extend-clip.ts'
import {
  newId,
  selectClip,
  selectClips,
  selectGap,
  selectOnly,
  sequenceStore,
  toggleClip,
  uiStore,
} from '../store/index.ts'
import { clipsInBox, rowAt, trackRows } from './rows.ts'
import { seek, transport } from '../viewer/transport.ts'
import { tryEdit } from './edits.ts'
import { gapAt } from './gap.ts'
import { setGhost, timelineStore } from './timeline-store.ts'
import { IDLE, stepTool } from './tool.ts'
import type { ToolContext, ToolEffect, ToolEvent, ToolState, ToolTarget } from './tool.ts'
import { hitTest } from './visible.ts'

/** Pixels from the edge of the view within which a drag scrolls, and how far it scrolls each frame at most. */
const EDGE_PX = 32
const SCROLL_PX = 14

export interface Place {
  /** Pixels from the start of the sequence. */
  x: number
  /** Pixels from the top of the lanes. */
  y: number
  track: string | null
}

/** Where a pointer is on the sequence. */
export function placeOf(client: { clientX: number; clientY: number }, lanes: HTMLElement, sequence: Sequence): Place {
  const box = lanes.getBoundingClientRect()
  const y = client.clientY - box.top
  return { x: client.clientX - box.left, y, track: rowAt(trackRows(sequence), y)?.track.id ?? null }
}

interface ToolRefs {
  scroller: RefObject<HTMLElement | null>
  lanes: RefObject<HTMLElement | null>
}

interface ToolHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>, area: 'lanes' | 'ruler') => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: (event: PointerEvent<HTMLElement>) => void
  onPointerCancel: () => void
}

/** Runs the tools on pointer events. Its state lives here, outside React; the document changes on the drop. */
export function useTool({ scroller, lanes }: ToolRefs): ToolHandlers {
  const state = useRef<ToolState>(IDLE)
  const pointer = useRef<{ clientX: number; clientY: number; altKey: boolean } | null>(null)
  const request = useRef(0)

  const send = (event: ToolEvent): void => {
    const context = contextNow()
    if (!context) return
    const step = stepTool(state.current, event, context)
    state.current = step.state
    for (const effect of step.effects) perform(effect, context.sequence)
  }

  const sendMove = (): void => {
    const { shown } = sequenceStore.getState()
    if (!pointer.current || !lanes.current || !shown) return
    send({ type: 'move', ...placeOf(pointer.current, lanes.current, shown), free: pointer.current.altKey })
  }

  /** While a drag rests near an edge of the view, the view follows it. */
  const follow = (): void => {
    request.current = 0
    const view = scroller.current
    if (!view || !pointer.current || !['dragging', 'scrubbing', 'boxing'].includes(state.current.name)) return
    const box = view.getBoundingClientRect()
    const left = box.right - timelineStore.getState().width
    const { clientX } = pointer.current
    const past = clientX < left + EDGE_PX ? clientX - left - EDGE_PX : Math.max(0, clientX - box.right + EDGE_PX)
    if (past !== 0) {
      view.scrollBy(Math.max(-SCROLL_PX, Math.min(SCROLL_PX, past / 3)), 0)
      sendMove()
    }
    request.current = requestAnimationFrame(follow)
  }

  const cancel = (): void => {
    pointer.current = null
    send({ type: 'cancel' })
  }
  const cancelled = useRef(cancel)
  useEffect(() => {
    cancelled.current = cancel
  })

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && state.current.name !== 'idle') cancelled.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      cancelAnimationFrame(request.current)
      setGhost(null)
    }
  }, [])

  return {
    onPointerDown: (event, area) => {
      const context = contextNow()
      if (event.button !== 0 || !lanes.current || !context) return
      event.currentTarget.setPointerCapture(event.pointerId)
      pointer.current = event
      const place = placeOf(event, lanes.current, context.sequence)
      const withMod = event.ctrlKey || event.metaKey
      send({
        type: 'down',
        x: place.x,
        y: place.y,
        target: area === 'ruler' ? { kind: 'ruler' } : targetAt(place, context),
        toggle: event.shiftKey || withMod,
        ripple: withMod,
        alone: event.altKey,
      })
      if (request.current === 0) request.current = requestAnimationFrame(follow)
    },
    onPointerMove: (event) => {
      if (!pointer.current) return
      pointer.current = event
      if (request.current === 0) request.current = requestAnimationFrame(follow)
      sendMove()
    },
    onPointerUp: () => {
      pointer.current = null
      send({ type: 'up' })
    },
    onPointerCancel: cancel,
  }
}

function targetAt({ x, track }: Place, { sequence, pxPerFrame }: ToolContext): ToolTarget {
  const lane = sequence.tracks.find((candidate) => candidate.id === track)
  const hit = lane ? hitTest(lane.items, x, pxPerFrame) : null
  if (hit && track !== null) return { kind: 'clip', track, ...hit }
  const gap = lane && gapAt(lane, Math.floor(x / pxPerFrame))
  return gap ? { kind: 'gap', gap } : { kind: 'lane' }
}

function contextNow(): ToolContext | null {
  const { shown } = sequenceStore.getState()
  const { pxPerFrame, snapping, tool } = timelineStore.getState()
  const { at: playhead } = transport.getState()
  return shown && { sequence: shown, playhead, pxPerFrame, snapping, tool, selection: uiStore.getState().clips, newId }
}

function perform(effect: ToolEffect, sequence: Sequence): void {
  switch (effect.type) {
    case 'select':
      if (effect.alone && effect.clip !== null) selectOnly([effect.clip])
      else selectClip(effect.clip)
      return
    case 'toggle':
      toggleClip(effect.clip)
      return
    case 'box':
      if (effect.box) {
        const inside = clipsInBox(trackRows(sequence), effect.box, timelineStore.getState().pxPerFrame)
        selectClips(effect.add ? [...new Set([...uiStore.getState().clips, ...inside])] : inside)
      }
      timelineStore.setState({ box: effect.box })
      return
    case 'selectGap':
      selectGap(effect.gap)
      return
    case 'extend':
      extendClip(effect.clip, effect.frames)
      return
    case 'seek':
      transport.setState({ speed: 0 })
      seek(effect.at, sequenceLength(sequence))
      return
    case 'ghost':
      setGhost(effect.ghost)
      return
    case 'commit':
      tryEdit(effect.edit)
  }
}
