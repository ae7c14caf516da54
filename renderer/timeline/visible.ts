import type { ClipList } from '../../core/timeline/clip-list.ts'
import type { Clip } from '../../core/timeline/clip.ts'
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

/** What a track has to draw between two frames; `keep` is drawn as a clip however thin it is. */
export function visibleItems(
  items: ClipList,
  from: number,
  to: number,
  pxPerFrame: number,
  keep: string | null,
): Visible {
  const clips: Clip[] = []
  const runs: Run[] = []
  for (const clip of items.between(from, to)) {
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
export function hitTest(items: ClipList, x: number, pxPerFrame: number): { clip: Clip; zone: Zone } | null {
  const at = x / pxPerFrame
  const clip = items.under(at)
  if (!clip) return null
  const width = clip.length * pxPerFrame
  // A short clip keeps a third of itself for moving.
  const edge = Math.min(EDGE_PX, width / 3)
  const fromStart = x - clip.start * pxPerFrame
  if (fromStart < edge) return { clip, zone: 'in' }
  return { clip, zone: width - fromStart <= edge ? 'out' : 'body' }
}
