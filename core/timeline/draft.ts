import { canonicalJson } from '../canonical-json.ts'
import { fitTransitions } from './document.ts'
import { clipOrigin, insideSource } from './clip-time.ts'
import { applyOperation, headOf } from './operation.ts'
import type { Operation } from './operation.ts'
import { clipEnd, findClip, findTrack, lookUp } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Marker, Sequence, SequenceHead, Track, TrackHead } from './sequence.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** Stands for a track where markers lie. */
export const MARKERS = ''

/** A ripple as it was meant, also where it found nothing to move. */
export interface Ripple {
  by: number
  /** The tracks that took part: on each, what starts at this frame or later moved. */
  points: ReadonlyMap<string, number>
  /** How many operations came before it. */
  after: number
}

/** What an edit makes of a sequence, with the operations that make it and those that take it back, one for one. */
export interface Edited {
  sequence: Sequence
  forward: Operation[]
  backward: Operation[]
  ripples: Ripple[]
}

/**
 * A sequence while an edit works on it. Each call checks what it can at once and throws `EDIT_REFUSED`; `finish` checks the
 * rest around the clips that were touched, and nowhere else. The sequence that it began with stays as it was.
 */
export class Draft {
  readonly before: Sequence
  #now: Sequence
  readonly #forward: Operation[] = []
  readonly #backward: Operation[] = []
  readonly #ripples: Ripple[] = []
  readonly #touched = new Set<string>()

  constructor(sequence: Sequence) {
    this.before = sequence
    this.#now = sequence
  }

  get sequence(): Sequence {
    return this.#now
  }

  track(id: string): Track {
    return findTrack(this.#now, id)
  }

  clip(id: string): { track: Track; clip: Clip } {
    return findClip(this.#now, id)
  }

  /** The track, where it may be changed. */
  open(id: string): Track {
    const track = this.track(id)
    if (track.locked) throw refusal('TRACK_LOCKED', `Track "${track.name}" is locked. Unlock it and edit again.`)
    return track
  }

  /** Puts a clip on a free place of a track that the sequence does not hold yet. */
  add(track: string, clip: Clip): void {
    if (lookUp(this.#now, clip.id)) {
      throw refusal('ID_TAKEN', 'The sequence holds that clip already. Lay down a new one, or move it.')
    }
    this.put(track, clip)
  }

  /** Puts a clip on a free place of a track, or changes the one with its id there. */
  put(track: string, clip: Clip): void {
    const { items, name } = this.open(track)
    if (clip.start < 0) throw refusal('SEQUENCE_START', 'The sequence starts here. Move the clip right first.')
    if (clip.length < 1) throw refusal('TOO_SHORT', 'A clip keeps at least one frame. Delete it instead.')
    if (!insideSource(clip)) {
      throw refusal(
        'SOURCE_END',
        `"${clip.name}" has no more frames on that side. ${clip.source.kind === 'shot' ? 'Extend the take, or ask' : 'Ask'} for less of it.`,
      )
    }
    if (!items.get(clip.id) && lookUp(this.#now, clip.id)) {
      throw refusal('ID_TAKEN', 'The sequence holds a clip of that name already. Make the edit again.')
    }
    for (const other of items.between(clip.start, clipEnd(clip))) {
      if (other.id === clip.id) continue
      throw refusal('IN_THE_WAY', `"${other.name}" is in the way on "${name}". Move it first, or use a ripple edit.`)
    }
    this.#do({ do: 'put', track, clip })
    this.#touched.add(clip.id)
    this.#touchAround(track, clip)
  }

  /** Takes a clip off its track. */
  remove(id: string): Clip {
    const { track, clip } = this.clip(id)
    this.open(track.id)
    this.#do({ do: 'remove', track: track.id, clip: id })
    this.#touchAround(track.id, clip)
    return clip
  }

  /** Moves, on each of some tracks, every clip that starts at its point or later, and every marker at `from` or later. */
  ripple(points: ReadonlyMap<string, number>, from: number, by: number): void {
    this.#ripples.push({ by, points: new Map([...points, [MARKERS, from]]), after: this.#forward.length })
    for (const [track, from] of points) this.shift(track, from, by)
    this.shiftMarkers(from, by)
  }

  /** Moves every clip of a track that starts at `from` or later. */
  shift(track: string, from: number, by: number): void {
    const { items, name } = this.open(track)
    const first = items.from(from)
    if (!first || by === 0) return
    const last = items.before(from)
    if (first.start + by < (last ? clipEnd(last) : 0)) {
      throw refusal(
        'IN_THE_WAY',
        last
          ? `"${last.name}" is in the way on "${name}". Move or trim it first, or turn the sync lock of the track off.`
          : `"${first.name}" on "${name}" would begin before the sequence. Move it first, or turn the sync lock of the track off.`,
      )
    }
    // From the first clip that moves, so that the way back moves these and no others.
    this.#do({ do: 'shift', track, from: first.start, by: frame(by) })
    this.#touched.add(first.id)
  }

  /** Has `finish` look at a clip that an edit did not change, but went past. */
  watch(clip: Clip): void {
    this.#touched.add(clip.id)
  }

  /** Says anew what a clip is linked to, also on a locked track: nothing that is seen or heard changes. */
  relink(id: string, links: readonly string[]): void {
    const { track, clip } = this.clip(id)
    const { links: _links, ...rest } = clip
    this.#do({ do: 'put', track: track.id, clip: links.length === 0 ? rest : { ...rest, links: [...links] } })
  }

  putTrack(track: TrackHead, at: number): void {
    this.#do({ do: 'track', track, at })
  }

  /** Drops a track with its clips. */
  dropTrack(id: string): void {
    for (const clip of this.open(id).items) this.#do({ do: 'remove', track: id, clip: clip.id })
    this.#do({ do: 'dropTrack', track: id })
  }

  /** Changes the head of a track where it stands, also of a locked one. */
  changeTrack(head: TrackHead): void {
    this.#do({ do: 'track', track: head, at: this.#now.tracks.findIndex(({ id }) => id === head.id) })
  }

  putMarker(marker: Marker): void {
    this.#do({ do: 'marker', marker })
  }

  dropMarker(id: string): void {
    this.#do({ do: 'dropMarker', marker: id })
  }

  /**
   * Moves every marker at `from` or later, with the frames that it marks. Where that takes frames away, what marked them stays
   * at the cut, and ranges give up what they had of them.
   */
  shiftMarkers(from: number, by: number): void {
    const gone = from + by
    for (const marker of this.#now.markers) {
      const { at } = marker
      const end = at + marker.length
      // Put behind what goes, so that the way back finds nothing else to move.
      if (at >= gone && at < from)
        this.putMarker({ ...marker, at: frame(from), length: frame(Math.max(0, end - from)) })
      else if (at < gone && end > gone && end <= from) this.putMarker({ ...marker, length: frame(gone - at) })
    }
    if (this.#now.markers.some(({ at, length }) => at >= from || at + length > from)) {
      this.#do({ do: 'shiftMarkers', from: frame(from), by: frame(by) })
    }
  }

  changeHead(change: Partial<SequenceHead>): void {
    this.setHead({ ...headOf(this.#now), ...change })
  }

  setHead(head: SequenceHead): void {
    this.#do({ do: 'head', head })
  }

  /** What came of it. Transitions that lost their neighbour or their handles are shortened, or go. */
  finish(): Edited {
    for (const id of this.#touched) this.#fitTransitions(id)
    for (const id of this.#touched) this.#assertSync(id)
    return { sequence: this.#now, forward: this.#forward, backward: this.#backward, ripples: this.#ripples }
  }

  #do(operation: Operation): void {
    const { sequence, inverse } = applyOperation(this.#now, operation)
    this.#now = sequence
    this.#forward.push(operation)
    this.#backward.unshift(...inverse)
  }

  #touchAround(track: string, clip: Clip): void {
    const { items } = this.track(track)
    const next = items.endingAfter(clipEnd(clip) - 1)
    if (next && next.id !== clip.id) this.#touched.add(next.id)
    const after = items.from(clipEnd(clip))
    if (after) this.#touched.add(after.id)
  }

  #fitTransitions(id: string): void {
    const found = lookUp(this.#now, id)
    if (!found) return
    const { track, clip } = found
    const next = fitTransitions(track.items.before(clip.start), clip)
    if (next !== clip) this.#do({ do: 'put', track: track.id, clip: next })
  }

  /** Linked clips keep their distance: refused where only one of them moved or runs at another speed. */
  #assertSync(id: string): void {
    const clip = lookUp(this.#now, id)?.clip
    const was = lookUp(this.before, id)?.clip
    if (!clip?.links || !was || showsOther(was, clip)) return
    for (const other of clip.links) {
      const [now, then] = [lookUp(this.#now, other)?.clip, lookUp(this.before, other)?.clip]
      if (!now?.links?.includes(id) || !then?.links?.includes(id) || showsOther(then, now)) continue
      const retimed = runsOther(was, clip)
      if (retimed === runsOther(then, now)) {
        // Where both run at another speed, the edit saw to their places.
        if (retimed || clipOrigin(now) - clipOrigin(then) === clipOrigin(clip) - clipOrigin(was)) continue
      }
      throw refusal(
        'OUT_OF_SYNC',
        `That would move "${clip.name}" out of sync with what it is linked to. Unlink them, or unlock the other track.`,
      )
    }
  }
}

/** Whether a clip shows something else than before: then it has no sync to lose. */
function showsOther(was: Clip, now: Clip): boolean {
  return canonicalJson(was.source) !== canonicalJson(now.source)
}

/** Whether a clip runs at another speed than before: then its own time means something else. */
function runsOther(was: Clip, now: Clip): boolean {
  return canonicalJson(was.retime?.points ?? null) !== canonicalJson(now.retime?.points ?? null)
}
