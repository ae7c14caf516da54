import type { Clip, Sequence } from '../../core/timeline/sequence.ts'
import { clipEnd } from '../../core/timeline/queries.ts'

/** Clips thinner than this are drawn together with their neighbours, as one run. */
const THIN_PX = 4

/** Clips too thin to draw alone: `start` to `end` in frames. */
interface Run {
  start: number
  end: number
  count: number
}

export interface Visible {
  clips: Clip[]
  runs: Run[]
}

/** Index of the first clip that ends after `at`; the items are sorted and do not overlap. */
function firstAfter(items: readonly Clip[], at: number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const clip = items[middle]
    if (clip !== undefined && clipEnd(clip) > at) high = middle
    else low = middle + 1
  }
  return low
}

/** The clip of a track at a frame. */
export function clipOn(items: readonly Clip[], at: number): Clip | null {
  const clip = items[firstAfter(items, at)]
  return clip && clip.start <= at ? clip : null
}

/** The clip on screen at a frame: the topmost one. As `clipAt` of core, but it stays fast with thousands of clips. */
export function topClipAt(sequence: Sequence, at: number): Clip | null {
  for (const track of sequence.tracks.toReversed()) {
    const clip = clipOn(track.items, at)
    if (clip) return clip
  }
  return null
}

/** What a track has to draw between two frames; `keep` is drawn as a clip however thin it is. */
export function visibleItems(
  items: readonly Clip[],
  from: number,
  to: number,
  pxPerFrame: number,
  keep: string | null,
): Visible {
  const clips: Clip[] = []
  const runs: Run[] = []
  for (let index = firstAfter(items, from); index < items.length; index++) {
    const clip = items[index]
    if (clip === undefined || clip.start >= to) break
    if (clip.length * pxPerFrame >= THIN_PX || clip.id === keep) clips.push(clip)
    else addToRun(runs, clip, pxPerFrame)
  }
  return { clips, runs }
}

function addToRun(runs: Run[], clip: Clip, pxPerFrame: number): void {
  const last = runs.at(-1)
  // A gap that would not be seen does not end a run, or a dense sequence would draw thousands of them.
  if (last && (clip.start - last.end) * pxPerFrame < 1) {
    last.end = clipEnd(clip)
    last.count += 1
  } else {
    runs.push({ start: clip.start, end: clipEnd(clip), count: 1 })
  }
}

/** Which edge of a clip, or its body, lies under a pixel. */
export type Zone = 'in' | 'out' | 'body'

const EDGE_PX = 7

/** The clip at `x` pixels, and whether `x` grabs one of its edges; null in a gap. */
export function hitTest(items: readonly Clip[], x: number, pxPerFrame: number): { clip: Clip; zone: Zone } | null {
  const at = x / pxPerFrame
  const clip = clipOn(items, at)
  if (!clip) return null
  const width = clip.length * pxPerFrame
  // A short clip keeps a third of itself for moving.
  const edge = Math.min(EDGE_PX, width / 3)
  const fromStart = x - clip.start * pxPerFrame
  if (fromStart < edge) return { clip, zone: 'in' }
  return { clip, zone: width - fromStart <= edge ? 'out' : 'body' }
}
