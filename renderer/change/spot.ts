import type { Shot, Take } from '../../core/library/entities.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { clipAt, clipEnd } from '../../core/timeline/queries.ts'
import { findTake, sequenceStore, studioStore, uiStore } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeFrameAt, takeOfClip } from '../viewer/shown-frame.ts'
import { transport } from '../viewer/transport.ts'

/** Where the user is: a frame of a take, by a clip where the timeline is in front. */
export interface Spot {
  shot: Shot
  take: Take
  frame: number
  clip: Clip | null
  /** False where the playhead is not over the clip; `frame` is the nearest then. */
  over: boolean
}

// Which frame a player shows changes many times a second and is asked for only when a key is pressed.
let seen = { take: '', frame: 0 }

/** A player tells which frame of a take it shows. */
export function noteSeen(take: string, frame: number): void {
  seen = { take, frame }
}

/** The take that commands mean now, and its frame; null where there is none. */
export function currentSpot(): Spot | null {
  const { workspace, dialog, take, clip } = uiStore.getState()
  const { shown } = sequenceStore.getState()
  const timeline = workspace === 'edit' && dialog === null && shown !== null
  const { at } = transport.getState()
  const selected = timeline && clip !== null ? currentClip(shown, clip)?.clip : undefined
  if (timeline && selected) return clipSpot(shown, selected)
  const found = findTake(studioStore.getState().shots, take)
  if (!found) {
    const under = timeline ? clipAt(shown, at) : null
    return timeline && under ? clipSpot(shown, under) : null
  }
  const frame = seen.take === found.take.id ? Math.min(seen.frame, found.take.frames - 1) : 0
  return { ...found, frame, clip: null, over: true }
}

function clipSpot(sequence: Sequence, clip: Clip): Spot | null {
  const { at } = transport.getState()
  const shots = shotIndex(studioStore.getState().shots)
  const take = takeOfClip(clip, shots)
  const shot = take ? shots.get(take.shot) : undefined
  if (!take || !shot) return null
  const held = Math.min(Math.max(at, clip.start), clipEnd(clip) - 1)
  return { shot, take, clip, over: held === at || at === clipEnd(clip), frame: takeFrameAt(clip, take, held, sequence) }
}
