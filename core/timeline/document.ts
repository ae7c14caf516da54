import { ClipList } from './clip-list.ts'
import { headOf, trackHead } from './operation.ts'
import type { Operation } from './operation.ts'
import { handle, insideSource } from './clip-time.ts'
import { refusal } from './refuse.ts'
import type { Sequence, SequenceData } from './sequence.ts'
import type { Clip, Transition } from './clip.ts'
import { frame } from './time.ts'

/** A sequence as edits see it, from what lay in a file or came over the contract. Throws `EDIT_REFUSED` where it breaks a rule. */
export function openSequence(data: SequenceData): Sequence {
  const { id, tracks, markers, ...head } = data
  const sequence: Sequence = {
    id,
    ...head,
    tracks: tracks.map(({ items, ...track }) => ({ ...track, items: ClipList.from(items) })),
    markers: markers ?? [],
  }
  assertSequence(sequence)
  return sequence
}

/** The sequence as plain data. */
export function sequenceData(sequence: Sequence): SequenceData {
  const { id, markers } = sequence
  return {
    id,
    ...headOf(sequence),
    tracks: sequence.tracks.map((track) => ({ ...trackHead(track), items: [...track.items] })),
    ...(markers.length === 0 ? {} : { markers: [...markers] }),
  }
}

/** No overlap on a track, nothing outside its source, every id once, transitions that fit. It looks at every clip. */
export function assertSequence(sequence: Sequence): void {
  const seen = new Set<string>()
  for (const track of sequence.tracks) {
    let before: Clip | undefined
    for (const clip of track.items) {
      const overlaps = before !== undefined && before.start + before.length > clip.start
      if (overlaps || clip.start < 0 || clip.length < 1 || !insideSource(clip) || seen.has(clip.id)) {
        throw refusal('OUT_OF_RANGE', `That would break the track at "${clip.name}". Nothing was changed.`)
      }
      if (!transitionsFit(before, clip)) {
        throw refusal('NO_HANDLES', `The transition at "${clip.name}" does not fit its clips. Nothing was changed.`)
      }
      seen.add(clip.id)
      before = clip
    }
  }
}

/**
 * The same around what operations touched, and nowhere else: for those that no edit just made, but that lay in a file.
 * Transitions are not looked at. Throws `EDIT_REFUSED`.
 */
export function assertTouched(sequence: Sequence, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (operation.do === 'shiftMarkers') assertMarkers(sequence)
    if (operation.do !== 'put' && operation.do !== 'shift') continue
    const items = sequence.tracks.find(({ id }) => id === operation.track)?.items
    const clip = operation.do === 'put' ? items?.get(operation.clip.id) : items?.from(operation.from + operation.by)
    if (!items || !clip) continue
    const before = items.before(clip.start)
    const alone = [...items.between(clip.start, clip.start + clip.length)].length === 1
    if (clip.start < 0 || !insideSource(clip) || !alone || (before && before.start + before.length > clip.start)) {
      throw refusal('OUT_OF_RANGE', `That would break the track at "${clip.name}". Nothing was changed.`)
    }
  }
}

function assertMarkers({ markers }: Sequence): void {
  const broken = markers.find(({ at, length }) => at < 0 || length < 0)
  if (broken) throw refusal('OUT_OF_RANGE', `That would move the marker "${broken.name}" off. Nothing was changed.`)
}

/** Whether a clip's transitions have the source, the length and the neighbour that they need. */
function transitionsFit(previous: Clip | undefined, clip: Clip): boolean {
  const room = transitionRoom(previous, clip)
  const { transitionIn: into, transitionOut: out } = clip
  return (
    (into === undefined || (into.before <= room.before && into.after <= room.after)) &&
    (out === undefined || (out.after === 0 && out.before + (into?.after ?? 0) <= clip.length))
  )
}

/** Most frames that the transition into a clip can last on either side of its cut. */
export function transitionRoom(previous: Clip | undefined, clip: Clip): { before: number; after: number } {
  const own = Math.max(0, clip.length - (clip.transitionOut?.before ?? 0))
  const alone = !previous || previous.start + previous.length !== clip.start || previous.transitionOut !== undefined
  if (alone) return { before: 0, after: own }
  return {
    before: Math.min(handle(clip, 'in'), Math.max(0, previous.length - (previous.transitionIn?.after ?? 0))),
    after: Math.min(handle(previous, 'out'), own),
  }
}

/** The clip with its transitions cut down to the room they have; one that has none goes. */
export function fitTransitions(previous: Clip | undefined, clip: Clip): Clip {
  const room = transitionRoom(previous, clip)
  const into = clip.transitionIn && fitted(clip.transitionIn, room.before, room.after)
  const out = clip.transitionOut && fitted(clip.transitionOut, clip.length - (into?.after ?? 0), 0)
  if (into === clip.transitionIn && out === clip.transitionOut) return clip
  const { transitionIn: _in, transitionOut: _out, ...rest } = clip
  return { ...rest, ...(into && { transitionIn: into }), ...(out && { transitionOut: out }) }
}

function fitted(transition: Transition, before: number, after: number): Transition | undefined {
  if (transition.before <= before && transition.after <= after) return transition
  const [b, a] = [Math.min(transition.before, before), Math.min(transition.after, after)]
  return a + b > 0 ? { ...transition, before: frame(b), after: frame(a) } : undefined
}
