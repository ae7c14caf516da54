import { CortadoError } from '../errors.ts'
import type { Size } from '../generation/recipe.ts'
import { sourceFrameOf } from '../timeline/clip-time.ts'
import { clipAt, clipEnd, isOn, sequenceLength } from '../timeline/queries.ts'
import type { Sequence } from '../timeline/sequence.ts'
import type { Clip } from '../timeline/clip.ts'
import type { Rate } from '../timeline/time.ts'

/** The file behind a clip. */
export interface PlanSource {
  sha256: string
  frames: number
  rate: Rate
  size: Size
  /** A file from elsewhere, and what it is; left out for masters. */
  foreign?: 'video' | 'still'
}

/** A stretch of the film in which nothing starts or stops; it is encoded on its own. */
export interface Span {
  /** Sequence frames. */
  start: number
  length: number
  /** Null is black. `frames` are the indices of the source's frames, one for each frame of the span. */
  picture: { clip: string; source: PlanSource; frames: number[] } | null
}

/** Long spans are cut so that progress, cancel and resume stay fine-grained. */
const SPAN_LIMIT = 240

/**
 * Cuts a sequence into spans. The topmost clip wins; gaps are black; source frames are held as the viewer holds them. Throws
 * `NOT_RENDERABLE` for a clip whose picture would come out otherwise than the document says: a film is never silently less.
 */
export function renderPlan(sequence: Sequence, sourceOf: (clip: Clip) => PlanSource | null): Span[] {
  const end = sequenceLength(sequence)
  const clips = sequence.tracks.filter((track) => isOn(sequence, track)).flatMap((track) => [...track.items])
  for (const clip of clips) if (clip.disabled !== true) assertRenders(clip)
  const cuts = new Set([0, end, ...clips.flatMap((clip) => [clip.start, clipEnd(clip)])])
  const edges = [...cuts].sort((a, b) => a - b)
  return edges.slice(0, -1).flatMap((start, index) => {
    const clip = clipAt(sequence, start)
    return pieces(start, edges[index + 1] ?? end).map((piece) => ({
      ...piece,
      picture: clip ? pictureOf(clip, sourceOf(clip), sequence.rate, piece) : null,
    }))
  })
}

/** What of a clip films cannot be rendered with yet, as the end of a sentence about it; null where all of it can. */
export function notRendered(clip: Clip): string | null {
  const { kind } = clip.source
  if (kind === 'sequence') return 'is a nested sequence'
  if (kind === 'title' || kind === 'caption' || kind === 'adjustment')
    return `is ${kind === 'adjustment' ? 'an' : 'a'} ${kind}`
  if (clip.transitionIn || clip.transitionOut) return 'has a transition'
  return Object.keys(clip.look ?? {}).some((name) => name !== 'volume' && name !== 'pan')
    ? 'has its look changed'
    : null
}

function assertRenders(clip: Clip): void {
  const what = notRendered(clip)
  if (what === null) return
  throw new CortadoError(
    'NOT_RENDERABLE',
    `"${clip.name}" ${what}, which films cannot be rendered with yet. Take that away or disable the clip, and render again.`,
  )
}

function pieces(start: number, end: number): { start: number; length: number }[] {
  const count = Math.ceil((end - start) / SPAN_LIMIT)
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * SPAN_LIMIT
    return { start: from, length: Math.min(SPAN_LIMIT, end - from) }
  })
}

function pictureOf(
  clip: Clip,
  source: PlanSource | null,
  rate: Rate,
  piece: { start: number; length: number },
): Span['picture'] {
  if (!source) return null
  const first = piece.start - clip.start
  const frames = Array.from({ length: piece.length }, (_, index) =>
    Math.max(0, Math.min(source.frames - 1, sourceFrameOf(clip, first + index, rate, source.rate))),
  )
  return { clip: clip.name, source, frames }
}

/** Where a picture lies in a frame: scaled to fit, centred, in whole pixels. */
export function fit(picture: Size, frame: Size): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height)
  const width = Math.round(picture.width * scale)
  const height = Math.round(picture.height * scale)
  return { x: Math.floor((frame.width - width) / 2), y: Math.floor((frame.height - height) / 2), width, height }
}
