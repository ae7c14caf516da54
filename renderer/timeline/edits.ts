import { toTrouble } from '../api/index.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, sequenceLength, trackEnd } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'
import {
  applyEdits,
  findTake,
  newId,
  pickTake,
  selectClip,
  sequenceStore,
  studioStore,
  toast,
  uiStore,
} from '../store/index.ts'
import { seek, transport } from '../viewer/transport.ts'
import { currentClip } from './ghost.ts'
import { clipOfTake, clipUnder, placeEdit, targetTrack } from './take-clip.ts'

/** Why the rules refuse these edits, in words; null where they can be made. */
export function whyRefused(...edits: Edit[]): string | null {
  const { shown } = sequenceStore.getState()
  if (!shown) return null
  try {
    makeEdits(shown, edits)
    return null
  } catch (error) {
    return toTrouble(error).message
  }
}

/** Edits of one gesture that come faster than this belong together, in milliseconds. */
const GESTURE_MS = 800
let gesture = { key: '', id: '', at: 0, press: 0 }
/** How often the pointer was pressed, to tell one long drag from two. */
let presses: number | null = null

function countPresses(): number {
  if (presses === null) {
    presses = 0
    document.addEventListener('pointerdown', () => (presses = (presses ?? 0) + 1), true)
  }
  return presses
}

/** A gesture from the press of the pointer to its release, however long it lasts: every call of what comes back is the same step. */
export function beginGesture(): (...edits: Edit[]) => boolean {
  gesture.key = ''
  const id = newId()
  return (...edits) => tryAll(edits, id)
}

/**
 * Makes an edit of something that changes while a hand is on it, such as a number that is dragged: what follows quickly on
 * the same `key` is one step of the history.
 */
export function tryGesture(key: string, ...edits: Edit[]): boolean {
  const now = performance.now()
  const press = countPresses()
  // A hand that rests in the middle of a drag has not let go.
  const held = press === gesture.press && document.querySelector(':active') !== null
  const same = gesture.key === key && (held || now - gesture.at < GESTURE_MS)
  gesture = { key, id: same ? gesture.id : newId(), at: now, press }
  return tryAll(edits, gesture.id)
}

/** Makes edits as one step; where the rules refuse one, says why in passing and changes nothing. */
export function tryEdit(...edits: Edit[]): boolean {
  // Whatever comes after another edit is a gesture of its own.
  gesture.key = ''
  return tryAll(edits)
}

function tryAll(edits: Edit[], together?: string): boolean {
  if (sequenceStore.getState().shown === null) return false
  const reason = whyRefused(...edits)
  if (reason !== null) {
    toast(reason)
    return false
  }
  return applyEdits(edits, together)
}

/** Lays a take's shot on a track at a frame and makes the film show that take. Returns the new clip's id. */
export function placeTake(
  how: 'insert' | 'overwrite' | 'append',
  takeId: string,
  at: number,
  track: string,
): string | null {
  const { shown } = sequenceStore.getState()
  const found = findTake(studioStore.getState().shots, takeId)
  if (!shown || !found) return null
  const { shot, take } = found
  const clip = clipOfTake(take, shot, shown, at, newId())
  if (!tryEdit(placeEdit(how, track, clip, newId()))) return null
  selectClip(clip.id)
  if (shot.picked !== take.id) {
    if (showsShot(shown, shot.id)) toast(`Every clip of ${shot.name} now shows take ${take.number}.`)
    void pickTake(take)
  }
  return clip.id
}

/** Puts the selected take at the playhead, which then moves to its end, ready for the next one. */
export function placeAtPlayhead(how: 'insert' | 'overwrite'): void {
  const { shown } = sequenceStore.getState()
  const { take, clip } = uiStore.getState()
  const track = shown && targetTrack(shown, clip)
  if (take === null) toast('Select a take or a file in the bin first.')
  else if (track) moveOn(placeTake(how, take, transport.getState().at, track.id))
}

/** Adds a take to the end of the track in use. */
export function appendToTrack(take: string): void {
  const { shown } = sequenceStore.getState()
  const track = shown && targetTrack(shown, uiStore.getState().clip)
  if (track) moveOn(placeTake('append', take, trackEnd(track), track.id))
}

/** Moves the playhead to the end of a clip that was just placed. */
export function moveOn(placed: string | null): void {
  const { shown } = sequenceStore.getState()
  const now = placed === null || !shown ? null : currentClip(shown, placed)
  if (now && shown) seek(clipEnd(now.clip), sequenceLength(shown))
}

/** Cuts the clip under the playhead. */
export function bladeAtPlayhead(): void {
  withClipUnder((clip, at) => tryEdit({ name: 'blade', args: { clip: clip.id, at: frame(at), newId: newId() } }))
}

/** Trims one edge of the clip under the playhead to the playhead. */
export function trimToPlayhead(edge: 'in' | 'out'): void {
  withClipUnder((clip, at) => {
    const delta = at - (edge === 'in' ? clip.start : clipEnd(clip))
    if (delta !== 0) tryEdit({ name: 'trim', args: { clip: clip.id, edge, delta } })
  })
}

/** Does something with the clip under the playhead, the selected one first. */
export function withClipUnder(run: (clip: Clip, at: number) => void): void {
  const { shown } = sequenceStore.getState()
  const { at } = transport.getState()
  const clip = shown && clipUnder(shown, at, uiStore.getState().clip)
  if (clip) run(clip, at)
  else toast('There is no clip under the playhead.')
}

function showsShot(sequence: Sequence, shot: string): boolean {
  return sequence.tracks.some((track) =>
    [...track.items].some(({ source }) => source.kind === 'shot' && source.shot === shot),
  )
}
