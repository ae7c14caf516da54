import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, lookUp } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'
import type { Gap } from '../store/ui-store.ts'
import { xToCut } from './geometry.ts'
import { currentClip, moveGhost, shiftGhost, trimGhost } from './ghost.ts'
import type { Ghost, Snapping } from './ghost.ts'
import { SNAP_PX, snapPoints } from './snapping.ts'
import type { Edge, TrimHow } from './trim-limits.ts'
import type { Zone } from './visible.ts'

/** What a drag on a clip means. Slip and slide take the whole clip, ripple and roll its nearer edge. */
export type ToolName = 'select' | 'ripple' | 'roll' | 'slip' | 'slide' | 'blade'

/** What the pointer went down on. */
export type ToolTarget =
  | { kind: 'clip'; track: string; clip: Clip; zone: Zone }
  | { kind: 'gap'; gap: Gap }
  | { kind: 'lane' }
  | { kind: 'ruler' }

type What = 'body' | Edge | 'slip' | 'slide'

interface Held {
  clip: Clip
  track: string
  what: What
  how: TrimHow
  /** Leaves what the clip is linked to as it is. */
  alone: boolean
  x: number
}

export type ToolState =
  | { name: 'idle' }
  | { name: 'scrubbing' }
  /** `click` is what an up without a drag means. */
  | ({ name: 'pointing'; click: 'select' | 'toggle' | null } & Held)
  | ({ name: 'dragging'; ghost: Ghost } & Held)
  | { name: 'boxing'; x: number; y: number; add: boolean; drawn: boolean }

/**
 * Pointer events in content pixels: `x` from the start of the sequence, `y` from the top of the lanes. `free` switches
 * snapping off for the moment. On a press, `toggle` adds to the selection and `alone` means this clip without its links.
 */
export type ToolEvent =
  | { type: 'down'; target: ToolTarget; x: number; y?: number; toggle?: boolean; ripple?: boolean; alone?: boolean }
  | { type: 'move'; x: number; y?: number; track: string | null; free: boolean }
  | { type: 'up' }
  | { type: 'cancel' }

export type ToolEffect =
  | { type: 'select'; clip: string | null; alone?: boolean }
  | { type: 'toggle'; clip: string }
  | { type: 'selectGap'; gap: Gap }
  /** A box around clips; null takes it away. `add` keeps what was selected. */
  | { type: 'box'; box: { x: [number, number]; y: [number, number] } | null; add: boolean }
  /** More of the clip's take is wished: this many sequence frames past what it has. */
  | { type: 'extend'; clip: string; frames: number }
  | { type: 'seek'; at: number }
  | { type: 'ghost'; ghost: Ghost | null }
  | { type: 'commit'; edit: Edit }

/** What the tool may look at; it changes nothing itself. */
export interface ToolContext {
  sequence: Sequence
  playhead: number
  pxPerFrame: number
  snapping: boolean
  tool: ToolName
  selection: readonly string[]
  newId: () => string
}

export interface ToolStep {
  state: ToolState
  effects: ToolEffect[]
}

/** A press becomes a drag after this many pixels, so that a click never moves a clip. */
const DRAG_PX = 4

/** An end must be pulled this many pixels past its take before more of the take is meant. */
const PULL_PX = 14

export const IDLE: ToolState = { name: 'idle' }

/** One step of the tools: idle, pointing, dragging, drawing a box or scrubbing. The document changes once, on the drop. */
export function stepTool(state: ToolState, event: ToolEvent, context: ToolContext): ToolStep {
  switch (event.type) {
    case 'down':
      return down(event, context)
    case 'move':
      return move(state, event, context)
    case 'up':
      return up(state, context)
    case 'cancel':
      if (state.name === 'boxing') return { state: IDLE, effects: [{ type: 'box', box: null, add: false }] }
      return { state: IDLE, effects: state.name === 'dragging' ? [{ type: 'ghost', ghost: null }] : [] }
  }
}

function down(event: ToolEvent & { type: 'down' }, context: ToolContext): ToolStep {
  const { target, x, y = 0, toggle = false } = event
  if (target.kind === 'ruler') {
    return { state: { name: 'scrubbing' }, effects: [{ type: 'seek', at: xToCut(x, context.pxPerFrame) }] }
  }
  if (target.kind === 'clip') return downOnClip(target, event, context)
  const box: ToolState = { name: 'boxing', x, y, add: toggle, drawn: false }
  if (target.kind === 'gap') return { state: box, effects: [{ type: 'selectGap', gap: target.gap }] }
  return { state: box, effects: toggle ? [] : [{ type: 'select', clip: null }] }
}

function downOnClip(
  { clip, track, zone }: ToolTarget & { kind: 'clip' },
  { x, toggle = false, ripple = false, alone = false }: ToolEvent & { type: 'down' },
  { tool, selection, pxPerFrame, newId }: ToolContext,
): ToolStep {
  if (tool === 'blade') {
    const edit: Edit = {
      name: 'blade',
      args: { clip: clip.id, at: frame(xToCut(x, pxPerFrame)), newId: newId(), alone },
    }
    return {
      state: IDLE,
      effects: [
        { type: 'select', clip: clip.id },
        { type: 'commit', edit },
      ],
    }
  }
  const nearer: Edge = x / pxPerFrame - clip.start < clip.length / 2 ? 'in' : 'out'
  const edge = zone === 'body' ? nearer : zone
  const what: What = tool === 'slip' || tool === 'slide' ? tool : tool === 'select' ? zone : edge
  const how: TrimHow = tool === 'ripple' || tool === 'roll' ? tool : ripple && zone !== 'body' ? 'ripple' : 'trim'
  const held: Held = { clip, track, what, how, alone, x }
  // An edge that is taken with the ripple key may be a click with the same key: that is known when it is let go.
  if (toggle && how !== 'ripple') {
    return { state: { name: 'pointing', click: null, ...held }, effects: [{ type: 'toggle', clip: clip.id }] }
  }
  const among = selection.length > 1 && selection.includes(clip.id) && !alone
  if (toggle || among) return { state: { name: 'pointing', click: toggle ? 'toggle' : 'select', ...held }, effects: [] }
  const select: ToolEffect = { type: 'select', clip: clip.id, ...(alone && { alone }) }
  return { state: { name: 'pointing', click: null, ...held }, effects: [select] }
}

function move(state: ToolState, event: ToolEvent & { type: 'move' }, context: ToolContext): ToolStep {
  switch (state.name) {
    case 'idle':
      return { state, effects: [] }
    case 'scrubbing':
      return { state, effects: [{ type: 'seek', at: xToCut(event.x, context.pxPerFrame) }] }
    case 'boxing': {
      const { x, y, add } = state
      if (Math.hypot(event.x - x, (event.y ?? y) - y) < DRAG_PX) return { state, effects: [] }
      const box = { x: [x, event.x], y: [y, event.y ?? y] } satisfies { x: [number, number]; y: [number, number] }
      return { state: { ...state, drawn: true }, effects: [{ type: 'box', box, add }] }
    }
    case 'pointing': {
      const still = Math.abs(event.x - state.x) < DRAG_PX && (event.track === null || event.track === state.track)
      if (still) return { state, effects: [] }
      return drag(state, event, context)
    }
    case 'dragging':
      return drag({ ...state, track: state.ghost.track }, event, context)
  }
}

/** Snapping for the edges of a clip that is dragged by so many frames. */
function snappingNear(held: Held, clip: Clip, delta: number, context: ToolContext): Snapping {
  const tolerance = SNAP_PX / context.pxPerFrame
  const edges = [clip.start + delta, clipEnd(clip) + delta]
  return { points: snapPoints(context.sequence, context.playhead, moved(held, context), edges, tolerance), tolerance }
}

/** The clips that a drag takes along, and that must not be snapped to. */
function moved({ clip, what }: Held, { selection }: ToolContext): readonly string[] {
  return what === 'body' && selection.includes(clip.id) ? selection : [clip.id]
}

function drag(held: Held, event: ToolEvent & { type: 'move' }, context: ToolContext): ToolStep {
  const { clip, track, what, how, alone, x } = held
  const now = currentClip(context.sequence, clip.id)
  if (!now) return { state: IDLE, effects: [{ type: 'ghost', ghost: null }] }
  const delta = Math.round((event.x - x) / context.pxPerFrame)
  const snapping = context.snapping && !event.free ? snappingNear(held, now.clip, delta, context) : null
  const ghost = ghostOf()
  return {
    state: { name: 'dragging', clip: now.clip, track, what, how, alone, x, ghost },
    effects: [{ type: 'ghost', ghost }],
  }

  function ghostOf(): Ghost {
    if (!now) throw new Error('the clip is gone')
    if (what === 'slip' || what === 'slide') return shiftGhost(now.track, now.clip, what, delta, snapping)
    if (what !== 'body') {
      const { source, retime } = now.clip
      // Only a take at its own speed can go on where it ends.
      const more = how !== 'roll' && source.kind === 'shot' && retime === undefined
      const pull = more ? Math.ceil(PULL_PX / context.pxPerFrame) : Infinity
      return trimGhost(now.track, now.clip, what, delta, snapping, { pull, how })
    }
    const over = context.sequence.tracks.find(({ id }) => id === event.track)
    const place = over?.kind === now.track.kind ? over.id : track
    const also = moved(held, context).flatMap((id) =>
      id === clip.id ? [] : (lookUp(context.sequence, id)?.clip ?? []),
    )
    return moveGhost(now.clip, place, now.clip.start + delta, snapping, also)
  }
}

function up(state: ToolState, context: ToolContext): ToolStep {
  if (state.name === 'boxing')
    return { state: IDLE, effects: state.drawn ? [{ type: 'box', box: null, add: false }] : [] }
  if (state.name === 'pointing') {
    const { click, clip } = state
    return { state: IDLE, effects: click === null ? [] : [{ type: click, clip: clip.id }] }
  }
  if (state.name !== 'dragging') return { state: IDLE, effects: [] }
  const { ghost } = state
  const effects: ToolEffect[] = [{ type: 'ghost', ghost: null }]
  if (ghost.kind === 'trim' && ghost.extend > 0) {
    return { state: IDLE, effects: [...effects, { type: 'extend', clip: ghost.clip, frames: ghost.extend }] }
  }
  const edit = editOf(ghost, state.alone, context)
  return { state: IDLE, effects: edit ? [...effects, { type: 'commit', edit }] : effects }
}

const TRIMS = { trim: 'trim', ripple: 'rippleTrim', roll: 'roll' } as const

/** The edit that a drop makes; null when the clip is back where it was. */
function editOf(ghost: Ghost, alone: boolean, context: ToolContext): Edit | null {
  if (ghost.kind !== 'place' && ghost.delta === 0) return null
  const apart = alone ? { alone } : {}
  switch (ghost.kind) {
    case 'trim':
      return { name: TRIMS[ghost.how], args: { clip: ghost.clip, edge: ghost.edge, delta: ghost.delta, ...apart } }
    case 'slip':
      // The picture follows the hand: to the right an earlier part of the source comes in.
      return { name: 'slip', args: { clip: ghost.clip, delta: -ghost.delta, ...apart } }
    case 'slide':
      return { name: 'slide', args: { clip: ghost.clip, delta: ghost.delta } }
    case 'place': {
      const now = ghost.clip === null ? null : currentClip(context.sequence, ghost.clip)
      if (!now || (now.track.id === ghost.track && now.clip.start === ghost.start)) return null
      const also = ghost.also.length > 0 ? { also: [...ghost.also] } : {}
      const start = frame(ghost.start)
      return { name: 'move', args: { clip: now.clip.id, track: ghost.track, start, splitId: context.newId(), ...also } }
    }
  }
}
