import { toTrouble } from '../api/index.ts'
import { makeEdits } from '../../core/timeline/edit.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, sequenceLength, trackEnd } from '../../core/timeline/queries.ts'
import type { Clip, Sequence } from '../../core/timeline/sequence.ts'
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

/** Makes edits as one step; where the rules refuse one, says why in passing and changes nothing. */
export function tryEdit(...edits: Edit[]): boolean {
  const { shown } = sequenceStore.getState()
  if (!shown) return false
  try {
    makeEdits(shown, edits)
  } catch (error) {
    toast(toTrouble(error).message)
    return false
  }
  return applyEdits(edits)
}

/** Lays a take's shot on a track at a frame and makes the film show that take. Returns the new clip's id. */
export function placeTake(how: 'insert' | 'overwrite', takeId: string, at: number, track: string): string | null {
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
  if (take === null) toast('Select a take in the bin first.')
  else if (track) moveOn(placeTake(how, take, transport.getState().at, track.id))
}

/** Adds a take to the end of the track in use. */
export function appendToTrack(take: string): void {
  const { shown } = sequenceStore.getState()
  const track = shown && targetTrack(shown, uiStore.getState().clip)
  if (track) moveOn(placeTake('overwrite', take, trackEnd(track), track.id))
}

/** Moves the playhead to the end of a clip that was just placed. */
function moveOn(placed: string | null): void {
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

/** Moves the selected clip by whole frames. */
export function nudge(frames: number): void {
  withSelected((clip, track) => {
    const start = clip.start + frames
    if (start < 0) toast('The sequence starts here.')
    else tryEdit({ name: 'move', args: { clip: clip.id, track, start: frame(start), splitId: newId() } })
  })
}

/** Takes the selected clip off the track, leaving a gap or closing it. */
export function removeSelected(how: 'lift' | 'rippleDelete'): void {
  withSelected((clip) => {
    if (tryEdit({ name: how, args: { clip: clip.id } })) selectClip(null)
  })
}

function withClipUnder(run: (clip: Clip, at: number) => void): void {
  const { shown } = sequenceStore.getState()
  const { at } = transport.getState()
  const clip = shown && clipUnder(shown, at, uiStore.getState().clip)
  if (clip) run(clip, at)
  else toast('There is no clip under the playhead.')
}

function withSelected(run: (clip: Clip, track: string) => void): void {
  const { shown } = sequenceStore.getState()
  const id = uiStore.getState().clip
  const now = shown && id !== null ? currentClip(shown, id) : null
  if (now) run(now.clip, now.track.id)
  else toast('Select a clip first.')
}

function showsShot(sequence: Sequence, shot: string): boolean {
  return sequence.tracks.some((track) =>
    [...track.items].some(({ source }) => source.kind === 'shot' && source.shot === shot),
  )
}
