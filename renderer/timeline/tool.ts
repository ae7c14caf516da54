import type { Edit } from '../../core/timeline/edit.ts'
import type { Clip, Sequence } from '../../core/timeline/sequence.ts'
import { frame } from '../../core/timeline/time.ts'
import { xToCut } from './geometry.ts'
import { currentClip, moveGhost, trimGhost } from './ghost.ts'
import type { Ghost, Snapping } from './ghost.ts'
import { SNAP_PX, snapPoints } from './snapping.ts'
import type { Gap } from '../store/ui-store.ts'
import type { Edge } from './trim-limits.ts'
import type { Zone } from './visible.ts'

/** What the pointer went down on. */
export type ToolTarget =
  | { kind: 'clip'; track: string; clip: Clip; zone: Zone }
  | { kind: 'gap'; gap: Gap }
  | { kind: 'lane' }
  | { kind: 'ruler' }

export type ToolState =
  | { name: 'idle' }
  | { name: 'scrubbing' }
  | { name: 'pointing'; track: string; clip: Clip; zone: Zone; x: number }
  | { name: 'dragging'; what: 'body' | Edge; clip: Clip; x: number; points: number[]; ghost: Ghost }

/** Pointer events in content pixels: `x` from the start of the sequence. `free` switches snapping off for the moment. */
export type ToolEvent =
  | { type: 'down'; target: ToolTarget; x: number }
  | { type: 'move'; x: number; track: string | null; free: boolean }
  | { type: 'up' }
  | { type: 'cancel' }

export type ToolEffect =
  | { type: 'select'; clip: string | null }
  | { type: 'selectGap'; gap: Gap }
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

/** One step of the selection tool: idle, pointing, dragging or scrubbing. The document changes once, on the drop. */
export function stepTool(state: ToolState, event: ToolEvent, context: ToolContext): ToolStep {
  switch (event.type) {
    case 'down':
      return down(event.target, event.x, context)
    case 'move':
      return move(state, event, context)
    case 'up':
      return up(state, context)
    case 'cancel':
      return { state: IDLE, effects: state.name === 'dragging' ? [{ type: 'ghost', ghost: null }] : [] }
  }
}

function down(target: ToolTarget, x: number, context: ToolContext): ToolStep {
  if (target.kind === 'ruler') {
    return { state: { name: 'scrubbing' }, effects: [{ type: 'seek', at: xToCut(x, context.pxPerFrame) }] }
  }
  if (target.kind === 'gap') return { state: IDLE, effects: [{ type: 'selectGap', gap: target.gap }] }
  if (target.kind === 'lane') return { state: IDLE, effects: [{ type: 'select', clip: null }] }
  const { track, clip, zone } = target
  return { state: { name: 'pointing', track, clip, zone, x }, effects: [{ type: 'select', clip: clip.id }] }
}

function move(state: ToolState, event: ToolEvent & { type: 'move' }, context: ToolContext): ToolStep {
  if (state.name === 'scrubbing') return { state, effects: [{ type: 'seek', at: xToCut(event.x, context.pxPerFrame) }] }
  if (state.name === 'idle') return { state, effects: [] }
  if (state.name === 'pointing') {
    if (Math.abs(event.x - state.x) < DRAG_PX && (event.track === null || event.track === state.track)) {
      return { state, effects: [] }
    }
    const points = snapPoints(context.sequence, context.playhead, state.clip.id)
    return drag({ what: state.zone, clip: state.clip, x: state.x, points, track: state.track }, event, context)
  }
  return drag({ ...state, track: state.ghost.track }, event, context)
}

interface Drag {
  what: 'body' | Edge
  clip: Clip
  x: number
  points: number[]
  track: string
}

function drag(held: Drag, event: ToolEvent & { type: 'move' }, context: ToolContext): ToolStep {
  const { what, x, points } = held
  const now = currentClip(context.sequence, held.clip.id)
  if (!now) return { state: IDLE, effects: [{ type: 'ghost', ghost: null }] }
  const delta = Math.round((event.x - x) / context.pxPerFrame)
  const snapping: Snapping | null =
    context.snapping && !event.free ? { points, tolerance: SNAP_PX / context.pxPerFrame } : null
  const ghost: Ghost =
    what === 'body'
      ? moveGhost(now.clip, event.track ?? held.track, now.clip.start + delta, snapping)
      : trimGhost(now.track, now.clip, what, delta, snapping, Math.ceil(PULL_PX / context.pxPerFrame))
  return {
    state: { name: 'dragging', what, clip: now.clip, x, points, ghost },
    effects: [{ type: 'ghost', ghost }],
  }
}

function up(state: ToolState, context: ToolContext): ToolStep {
  if (state.name !== 'dragging') return { state: IDLE, effects: [] }
  const { ghost } = state
  const effects: ToolEffect[] = [{ type: 'ghost', ghost: null }]
  if (ghost.kind === 'trim' && ghost.extend > 0) {
    return { state: IDLE, effects: [...effects, { type: 'extend', clip: ghost.clip, frames: ghost.extend }] }
  }
  const edit = editOf(ghost, context)
  return { state: IDLE, effects: edit ? [...effects, { type: 'commit', edit }] : effects }
}

/** The edit that a drop makes; null when the clip is back where it was. */
function editOf(ghost: Ghost, context: ToolContext): Edit | null {
  if (ghost.kind === 'trim') {
    if (ghost.delta === 0) return null
    return { name: 'trim', args: { clip: ghost.clip, edge: ghost.edge, delta: ghost.delta } }
  }
  const now = ghost.clip === null ? null : currentClip(context.sequence, ghost.clip)
  if (!now || (now.track.id === ghost.track && now.clip.start === ghost.start)) return null
  return {
    name: 'move',
    args: { clip: now.clip.id, track: ghost.track, start: frame(ghost.start), splitId: context.newId() },
  }
}
