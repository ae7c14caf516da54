import type { Edited } from './draft.ts'
import { makeEdits } from './edit.ts'
import type { Edit } from './edit.ts'
import { CortadoError } from '../errors.ts'
import { footprint, later, meets, shareIds } from './footprint.ts'
import type { Change, Footprint, Place } from './footprint.ts'
import { laterFrames, namesFrames } from './later-frames.ts'
import { clipEnd, linkedTo, lookUp } from './queries.ts'
import type { Clip } from './clip.ts'
import type { Sequence, Track } from './sequence.ts'

/** What others did to a sequence since a client last saw it. */
export interface Since extends Change {
  label: string
}

/** Edits with what they touch, both in frames of one sequence. */
interface Meant {
  edits: readonly Edit[]
  print: Footprint
  /** Some places cannot be followed any more. */
  lost: boolean
}

/**
 * Makes edits, meant for a sequence as it was, on the sequence as it is. They are made where they commute with what others
 * did in between: they touch no clip, place, track or marker that the others touched. Frames that they name go along with
 * ripples of the others, and what they come to must be just what was meant, only there. Throws `STALE_REVISION` where not,
 * `EDIT_REFUSED` where the edit makes no sense any more.
 */
export function rebase(then: Sequence, now: Sequence, since: readonly Since[], edits: readonly Edit[]): Edited {
  const steps = since.map((step) => ({ ...step, print: footprint(step) }))
  const mine = steps.reduce(after, meant(then, edits))
  const made = makeEdits(now, mine.edits)
  const print = meantBy(now, made, mine.edits)
  // On the sequence as it is, the edit may reach further than it did: a transition that they set next to a clip of ours.
  for (const step of steps) if (shareIds(print.ids, step.print.ids)) throw stale(step.label)
  const last = since.at(-1)
  if (last && !mine.lost && where(print) !== where(mine.print)) throw stale(last.label)
  return made
}

/** Edits meant for a sequence as it was before a step of somebody else's, as they are meant after it. Throws as `rebase` does. */
export function carried(then: Sequence, step: Since, edits: readonly Edit[]): readonly Edit[] {
  return after(meant(then, edits), { ...step, print: footprint(step) }).edits
}

function meant(then: Sequence, edits: readonly Edit[]): Meant {
  return { edits, print: meantBy(then, makeEdits(then, edits), edits), lost: false }
}

/** What edits touch, and what they go by without touching it. */
function meantBy(sequence: Sequence, made: Edited, edits: readonly Edit[]): Footprint {
  const print = footprint(made)
  const models = edits.flatMap((edit) => modelsOf(sequence, edit))
  const places = models.map(({ track, clip }) => ({ track: track.id, from: clip.start, to: clipEnd(clip) }))
  const ranges = edits.flatMap(({ name, args }) => {
    // A range that is emptied means all that lies in it, also what came there since.
    if (name !== 'liftRange' && name !== 'extract') return []
    return args.tracks.map((track) => ({ track, from: args.from, to: args.to }))
  })
  return {
    ...print,
    ids: new Set([...print.ids, ...models.map(({ clip }) => clip.id)]),
    places: [...print.places, ...places, ...ranges],
  }
}

/** The clips that an edit makes others of. */
function modelsOf(sequence: Sequence, { name, args }: Edit): { track: Track; clip: Clip }[] {
  const ids = name === 'duplicate' ? args.clips : name === 'freezeFrame' ? [args.clip] : []
  const found = ids.flatMap((id) => lookUp(sequence, id) ?? [])
  if (name === 'freezeFrame') return found
  return found.flatMap(({ clip }) => linkedTo(sequence, clip).flatMap(({ id }) => lookUp(sequence, id) ?? []))
}

function after({ edits, print, lost }: Meant, step: Since & { print: Footprint }): Meant {
  if (meets(print, step.print)) throw stale(step.label)
  const [places, joints] = [followed(print.places, step), followed(print.joints, step)]
  const marks = followed(print.marks, step)
  const next: Meant = {
    edits,
    print: { ...print, places: places.there, joints: joints.there, marks: marks.there },
    lost: lost || places.lost || joints.lost,
  }
  if (!edits.some(namesFrames)) return next
  // All that is named goes along as one piece, or it is not clear what was meant.
  const named = print.places.length > 0 ? places : print.joints.length > 0 ? joints : marks
  const by = new Set(named.by)
  if (named.lost || by.size > 1) throw stale(step.label)
  const [distance = 0] = by
  return distance === 0 ? next : { ...next, edits: edits.map((edit) => laterFrames(edit, distance) ?? edit) }
}

function followed(places: readonly Place[], step: Since): { there: Place[]; by: number[]; lost: boolean } {
  const there: Place[] = []
  const by: number[] = []
  for (const place of places) {
    const now = later(place, step)
    if (!now) continue
    there.push(now)
    by.push(now.from - place.from)
  }
  return { there, by, lost: there.length < places.length }
}

/** Where a change takes place, as a text to compare. */
function where({ places, joints }: Footprint): string {
  const texts = [...places, ...joints].map(({ track, from, to }) => `${track} ${from} ${to}`)
  return texts.sort().join()
}

function stale(label: string): CortadoError {
  return new CortadoError(
    'STALE_REVISION',
    `Somebody else made "${label}" in the same place first. Look at the sequence as it is now, and make the edit again.`,
  )
}
