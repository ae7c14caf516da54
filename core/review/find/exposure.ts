import type { Finding } from '../entities.ts'
import type { Trace } from '../picture.ts'
import { largest, median, runs } from '../series.ts'
import type { Track } from '../track.ts'

/** Standard deviation of luma below which a frame shows nothing: black, white, or the grey of a failed decode. */
const BLANK = 2.5
/** A fade comes to nothing slowly; a blank frame has a full picture beside it. */
const ABRUPT = 0.6
/** Share of burnt-out pixels above the clip's usual one, or of a whole clip. */
const BURST = 0.35
const BURNT = 0.5
/** A flash of one or two frames is light. */
const SHORTEST_BURST = 3

/** Frames without a picture, and burnt-out stretches. */
export function findExposure({ traces }: Track): Finding[] {
  return [...findBlank(traces), ...findClipped(traces)]
}

function findBlank(traces: readonly Trace[]): Finding[] {
  const blank = traces.map((trace) => trace.contrast < BLANK)
  const usual = median(traces.filter((_, frame) => blank[frame] === false).map((trace) => trace.contrast))
  const found = runs(blank)
  if (found.length === 1 && found[0]?.from === 0 && found[0].to === traces.length - 1) {
    return [finding('blank', found[0], 'The whole clip is one flat colour. Generate it again with another seed.')]
  }
  // A lamp that is switched off and on in the dark leaves nothing to see, several times and for a while.
  if (found.filter(({ from, to }) => to > from).length > 1) return []
  const beside = ({ from, to }: { from: number; to: number }): number =>
    largest([traces[from - 1], traces[to + 1]].map((trace) => trace?.contrast ?? 0))
  return found
    .filter((run) => beside(run) >= ABRUPT * usual)
    .map((run) => finding('blank', run, 'There is no picture here, only a flat colour. Retake these frames.'))
}

function findClipped(traces: readonly Trace[]): Finding[] {
  const usual = median(traces.map((trace) => trace.clipped))
  const words = 'Large parts are burnt out to white. Lower the guidance, or grade it down.'
  if (usual >= BURNT) return [finding('clipped', { from: 0, to: traces.length - 1 }, words)]
  return runs(traces.map((trace) => trace.clipped >= usual + BURST && trace.contrast >= BLANK))
    .filter(({ from, to }) => to - from + 1 >= SHORTEST_BURST)
    .map((run) => finding('clipped', run, words))
}

function finding(kind: 'blank' | 'clipped', { from, to }: { from: number; to: number }, words: string): Finding {
  return { kind, from, to, words }
}
