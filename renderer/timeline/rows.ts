import type { Sequence, Track } from '../../core/timeline/sequence.ts'

/** A track as it lies in the window: captions, pictures and, below a line, sounds. */
export interface Row {
  track: Track
  /** `V1` is the lowest picture, `A1` the highest sound. */
  label: string
  /** Pixels from the top of the lanes. */
  top: number
  height: number
  /** The line between pictures and sounds is above it. */
  divided: boolean
}

/** The first video track holds the film; what lies over it needs less room. */
const MAIN_PX = 84
const VIDEO_PX = 54
const AUDIO_PX = 50
const CAPTION_PX = 32

const LETTERS = { video: 'V', audio: 'A', caption: 'C' } as const

/** The tracks of a sequence from the top of the window down. */
export function trackRows(sequence: Pick<Sequence, 'tracks'>): Row[] {
  const of = (kind: Track['kind']): Track[] => sequence.tracks.filter((track) => track.kind === kind)
  const [captions, pictures, sounds] = [of('caption'), of('video'), of('audio')]
  const ordered = [...captions.toReversed(), ...pictures.toReversed(), ...sounds]
  const rows: Row[] = []
  let top = 0
  for (const track of ordered) {
    const height = heightOf(track, pictures)
    const label = `${LETTERS[track.kind]}${of(track.kind).indexOf(track) + 1}`
    rows.push({ track, label, top, height, divided: rows.length > 0 && track === sounds[0] })
    top += height
  }
  return rows
}

/** Height of all rows, in pixels. */
export function rowsHeight(rows: readonly Row[]): number {
  const last = rows.at(-1)
  return last ? last.top + last.height : 0
}

/** The row at a height; null above the first and below the last one. */
export function rowAt(rows: readonly Row[], y: number): Row | null {
  return rows.find((row) => y >= row.top && y < row.top + row.height) ?? null
}

/** The clips that a box touches, in pixels from the start of the sequence and the top of the lanes. */
export function clipsInBox(
  rows: readonly Row[],
  box: { x: [number, number]; y: [number, number] },
  pxPerFrame: number,
): string[] {
  const [left, right] = box.x.toSorted((a, b) => a - b)
  const [top, bottom] = box.y.toSorted((a, b) => a - b)
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return []
  return rows
    .filter((row) => row.top < bottom && row.top + row.height > top)
    .flatMap(({ track }) => [...track.items.between(left / pxPerFrame, right / pxPerFrame)].map((clip) => clip.id))
}

/** Where in the list of tracks one must go to come a row nearer to the top of its kind, or the bottom; null at the end. */
export function placeBeside(sequence: Sequence, track: Track, direction: 'up' | 'down'): number | null {
  const kin = sequence.tracks.filter(({ kind }) => kind === track.kind)
  // Sounds are listed from the top down, everything else from the bottom up.
  const step = (direction === 'up') === (track.kind === 'audio') ? -1 : 1
  const other = kin[kin.indexOf(track) + step]
  return other ? sequence.tracks.indexOf(other) : null
}

function heightOf(track: Track, pictures: readonly Track[]): number {
  if (track.kind === 'audio') return AUDIO_PX
  if (track.kind === 'caption') return CAPTION_PX
  return track === pictures[0] ? MAIN_PX : VIDEO_PX
}
