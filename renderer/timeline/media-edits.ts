import type { Media } from '../../core/library/media.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { lookUp, trackEnd } from '../../core/timeline/queries.ts'
import type { Sequence, TrackHead } from '../../core/timeline/sequence.ts'
import { newId, selectClip, sequenceStore, studioStore, toast, uiStore } from '../store/index.ts'
import { transport } from '../viewer/transport.ts'
import { moveOn, tryEdit } from './edits.ts'
import { layEdit, mediaLanes } from './media-clip.ts'
import type { Targets } from './media-clip.ts'
import { newTrack } from './new-track.ts'

/**
 * Lays an imported file on the tracks that sources go to, or on `track` where that is of its kind: a video with its sound,
 * linked. Returns the id of the first clip; null where it cannot be laid down.
 */
export function placeMedia(
  how: 'insert' | 'overwrite' | 'append',
  id: string,
  at: number,
  track?: string,
): string | null {
  const { shown } = sequenceStore.getState()
  const media = studioStore.getState().media.find((one) => one.id === id)
  if (!shown || !media) return null
  const { targets, edits } = targetsOf(media, shown, track)
  const lanes = mediaLanes(media, shown, at, targets, newId)
  const edit = layEdit(how, lanes, newId())
  if (!edit) {
    toast('No track takes this source. Patch it to a track, or drag it to one.')
    return null
  }
  if (!tryEdit(...edits, edit)) return null
  const first = lanes[0]?.clip.id ?? null
  selectClip(first)
  return first
}

/** Puts an imported file at the playhead, which then moves to its end. */
export function mediaAtPlayhead(how: 'insert' | 'overwrite', id: string): void {
  moveOn(placeMedia(how, id, transport.getState().at))
}

/** Adds an imported file to the end of the tracks that it goes to. */
export function appendMedia(id: string): void {
  const { shown } = sequenceStore.getState()
  if (shown) moveOn(placeMedia('append', id, Math.max(0, ...shown.tracks.map(trackEnd))))
}

interface Wanted {
  targets: Targets
  /** Tracks that have to be made first. */
  edits: Edit[]
}

/** Where picture and sound go: a track that was named, the one with the selected clip, where sources are patched to, or a new one. */
export function targetsOf({ info: { kind, sound } }: Media, sequence: Sequence, named: string | undefined): Wanted {
  const wanted: Wanted = { targets: { video: null, audio: null }, edits: [] }
  const { clip } = uiStore.getState()
  const selected = clip === null ? undefined : lookUp(sequence, clip)?.track.id
  const target = (side: 'video' | 'audio', ...asked: (string | undefined)[]): void => {
    const tracks = sequence.tracks.filter((track) => track.kind === (side satisfies TrackHead['kind']))
    const found = asked.find((id) => tracks.some((track) => track.id === id))
    // A side that is patched nowhere is left out, unless a track was named for it.
    if (found !== undefined || sequence.patch) wanted.targets[side] = found ?? null
    else if (tracks[0]) wanted.targets[side] = tracks[0].id
    else {
      const { id, edit } = newTrack(sequence, side)
      wanted.edits.push(edit)
      wanted.targets[side] = id
    }
  }
  if (kind !== 'audio') target('video', named, selected, sequence.patch?.video)
  if (kind !== 'still' && sound) target('audio', named, kind === 'audio' ? selected : undefined, sequence.patch?.audio)
  return wanted
}
