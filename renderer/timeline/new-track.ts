import type { Edit } from '../../core/timeline/edit.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import { newId } from '../store/index.ts'

/** The edit that adds a track over the others of its kind, or under the other sounds; `id` is the track's. */
export function newTrack(sequence: Sequence, kind: Track['kind']): { id: string; edit: Edit } {
  const count = sequence.tracks.filter((track) => track.kind === kind).length
  const names = { video: `V${count + 1}`, audio: `A${count + 1}`, caption: count === 0 ? 'Captions' : `C${count + 1}` }
  const track = { id: newId(), kind, name: names[kind] }
  return { id: track.id, edit: { name: 'addTrack', args: { track, at: sequence.tracks.length } } }
}
