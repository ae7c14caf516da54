import type { Edit } from '../../core/timeline/edit.ts'
import { lookUp } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { ClipSource } from '../../core/timeline/clip.ts'
import { convertFrames, frame } from '../../core/timeline/time.ts'
import type { Frame } from '../../core/timeline/time.ts'
import { markedRange, marksStore } from '../change/marks.ts'
import { findTake, newId, selectClip, studioStore, toast, uiStore } from '../store/index.ts'
import { tryEdit } from './edits.ts'
import { mediaLanes } from './media-clip.ts'
import type { Lane } from './media-clip.ts'
import { targetsOf } from './media-edits.ts'
import { withSequence } from './playhead-edits.ts'
import { replaceEdits } from './replace-edits.ts'
import type { Replacement } from './replace-edits.ts'
import { clipOfTake, targetTrack } from './take-clip.ts'
import { timelineStore } from './timeline-store.ts'

/** Shows the take or the file that is selected in the bin in the place of the selected clip, from the mark of the take on. */
export function replaceWithSource(): void {
  withSequence((sequence, at) => {
    const { clip } = uiStore.getState()
    const old = clip === null ? targetTrack(sequence, null)?.items.under(at) : lookUp(sequence, clip)?.clip
    const by = replacement(sequence)
    if (!by) toast('Select a take or a file in the bin first.')
    else if (!old) toast('Select the clip to replace, or put the playhead over it.')
    else {
      const edits = replaceEdits(sequence, old, by)
      if (edits) tryEdit(...edits)
      else toast('That source has nothing for the track of this clip. Select a clip of another track.')
    }
  })
}

function replacement(sequence: Sequence): Replacement | null {
  const { take, media: file } = uiStore.getState()
  const { shots, media } = studioStore.getState()
  const found = findTake(shots, take)
  if (found) {
    const { source, name, available } = clipOfTake(found.take, found.shot, sequence, 0, newId())
    const own: ClipSource = source.kind === 'shot' ? { ...source, take: found.take.id } : source
    const part = { source: own, name, available, offset: marksOf(sequence)?.in ?? frame(0) }
    return { video: part, audio: part }
  }
  const imported = media.find(({ id }) => id === file)
  if (!imported) return null
  const sides = { video: 'video', audio: 'audio' }
  const lanes = mediaLanes(imported, sequence, 0, sides, newId)
  const of = (side: string): Lane['clip'] | null => lanes.find(({ track }) => track === side)?.clip ?? null
  return { video: of('video'), audio: of('audio') }
}

/** What is marked of the selected take, in frames of the sequence. */
function marksOf(sequence: Sequence): { in: Frame; out: Frame } | null {
  const take = findTake(studioStore.getState().shots, uiStore.getState().take)?.take
  const marked = take && markedRange(marksStore.getState(), take)
  if (!marked) return null
  const here = (frames: number): Frame => convertFrames(frames, take.rate, sequence.rate)
  return { in: here(marked.from), out: here(marked.to) }
}

/** Lays the selected source, or the marked part of it, into the marked range of the sequence; what is not marked follows from the rest. */
export function threePoint(): void {
  withSequence((sequence, at) => {
    const laid = lanesOf(sequence)
    const [first, ...more] = laid?.lanes ?? []
    if (!laid || !first) {
      toast(laid ? 'No track takes this source. Patch it to a track.' : 'Select a take or a file in the bin first.')
      return
    }
    const { from, to } = timelineStore.getState().range
    const points = {
      ...(from === null ? {} : { in: frame(from) }),
      ...(to === null ? {} : { out: frame(to) }),
      ...(from === null && to === null ? { in: frame(at) } : {}),
    }
    const args = { how: 'overwrite', ...first, source: marksOf(sequence) ?? {}, at: points, splitId: newId() } as const
    // Where four points are marked, the sequence's say how long it is.
    const edit: Edit = { name: 'threePoint', args: { ...args, more, fit: 'source-out' } }
    if (tryEdit(...laid.edits, edit)) selectClip(first.clip.id)
  })
}

/** The clips of the selected source with their tracks, and edits that make tracks for them; null where nothing is selected. */
function lanesOf(sequence: Sequence): { lanes: Lane[]; edits: Edit[] } | null {
  const { take, clip, media: file } = uiStore.getState()
  const { shots, media } = studioStore.getState()
  const found = findTake(shots, take)
  if (found) {
    const track = targetTrack(sequence, clip)
    const made = clipOfTake(found.take, found.shot, sequence, 0, newId())
    return { lanes: track ? [{ track: track.id, clip: made }] : [], edits: [] }
  }
  const imported = media.find(({ id }) => id === file)
  if (!imported) return null
  const { targets, edits } = targetsOf(imported, sequence, undefined)
  return { lanes: mediaLanes(imported, sequence, 0, targets, newId), edits }
}
