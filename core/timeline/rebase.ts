import { makeEdits } from './edit.ts'
import type { Edit } from './edit.ts'
import type { Edited } from './draft.ts'
import type { Operation } from './operation.ts'
import { CortadoError } from '../errors.ts'
import type { Sequence } from './sequence.ts'

/** What others did to a sequence since a client last saw it. */
export interface Since {
  label: string
  forward: readonly Operation[]
  backward: readonly Operation[]
}

/** Edits that name frames of the sequence, and so mean something else once a ripple moved what lies there. */
const NAMES_FRAMES: ReadonlySet<Edit['name']> = new Set<Edit['name']>([
  'insert',
  'overwrite',
  'threePoint',
  'append',
  'move',
  'blade',
  'bladeAll',
  'trimTo',
  'liftRange',
  'extract',
  'closeGap',
  'freezeFrame',
  'duplicate',
  'setMarker',
])

/**
 * Makes edits, meant for a sequence as it was, on the sequence as it is. They are made where they commute with what others
 * did in between: they touch no clip, place, track or marker that the others touched, and name no frame behind a ripple of
 * theirs. Throws `STALE_REVISION` where not, `EDIT_REFUSED` where the edit makes no sense any more.
 */
export function rebase(then: Sequence, now: Sequence, since: readonly Since[], edits: readonly Edit[]): Edited {
  const mine = makeEdits(then, edits)
  const own = footprint([...mine.forward, ...mine.backward])
  own.places.push(...edits.flatMap(ranges))
  const absolute = edits.some(({ name }) => NAMES_FRAMES.has(name))
  const others = since.map((one) => ({ ...one, print: footprint([...one.forward, ...one.backward]) }))
  for (const { label, forward, print } of others) {
    if (meets(own, print) || (absolute && behind(own, forward))) throw stale(label)
  }
  const made = makeEdits(now, edits)
  // On the sequence as it is, the edit may reach further than it did: a transition that they set next to a clip of ours.
  const { ids } = footprint([...made.forward, ...made.backward])
  for (const { label, print } of others) if (share(ids, print.ids)) throw stale(label)
  return made
}

function stale(label: string): CortadoError {
  return new CortadoError(
    'STALE_REVISION',
    `Somebody else made "${label}" in the same place first. Look at the sequence as it is now, and make the edit again.`,
  )
}

/** The name of a place that is on no track: that of a marker. */
const MARKERS = ''

/** A range that an edit empties means all that lies in it, also what came there since. A marker has its frame. */
function ranges({ name, args }: Edit): Footprint['places'] {
  if (name === 'setMarker') return [{ track: MARKERS, from: args.marker.at, to: args.marker.at + 1 }]
  if (name !== 'liftRange' && name !== 'extract') return []
  return args.tracks.map((track) => ({ track, from: args.from, to: args.to }))
}

interface Footprint {
  /** Clips and markers that came, went or changed. */
  ids: Set<string>
  /** Places on tracks that they had or have, first frame and first one after. */
  places: { track: string; from: number; to: number }[]
  /** Tracks of which more than clips changed. */
  tracks: Set<string>
  head: boolean
}

function footprint(operations: readonly Operation[]): Footprint {
  const print: Footprint = { ids: new Set(), places: [], tracks: new Set(), head: false }
  for (const operation of operations) {
    switch (operation.do) {
      case 'put': {
        const { track, clip } = operation
        print.ids.add(clip.id)
        print.places.push({ track, from: clip.start, to: clip.start + clip.length })
        break
      }
      case 'remove':
        print.ids.add(operation.clip)
        break
      case 'shift':
        // What moves left needs the place before it to be free.
        print.places.push({
          track: operation.track,
          from: operation.from + Math.min(0, operation.by),
          to: operation.from,
        })
        break
      case 'track':
        print.tracks.add(operation.track.id)
        break
      case 'dropTrack':
        print.tracks.add(operation.track)
        break
      case 'marker':
        print.ids.add(operation.marker.id)
        break
      case 'dropMarker':
        print.ids.add(operation.marker)
        break
      case 'head':
        print.head = true
    }
  }
  return print
}

function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((id) => b.has(id))
}

function meets(a: Footprint, b: Footprint): boolean {
  return (
    share(a.ids, b.ids) ||
    (a.head && b.head) ||
    share(a.tracks, b.tracks) ||
    a.places.some(({ track }) => b.tracks.has(track)) ||
    b.places.some(({ track }) => a.tracks.has(track)) ||
    a.places.some((one) => b.places.some((two) => one.track === two.track && one.from < two.to && two.from < one.to))
  )
}

/** Whether a place of ours lies where a ripple of theirs moved things. One that moves no clip may move markers, and the other way round. */
function behind({ places }: Footprint, theirs: readonly Operation[]): boolean {
  return theirs.some(
    (operation) =>
      (operation.do === 'shift' || operation.do === 'shiftMarkers') &&
      places.some(
        ({ track, to }) =>
          (track === MARKERS || (operation.do === 'shift' && track === operation.track)) &&
          to > Math.min(operation.from, operation.from + operation.by),
      ),
  )
}
