import { between, reach } from './sinc.ts'
import { gainsAt } from './sound.ts'
import type { SoundPiece } from './sound.ts'

/** Samples over which a volume or a pan that moves is a straight line; both sides of the mix reckon it at the same ones. */
const LINE = 64

/** A stretch of a source that has to be at hand for a stretch of the film. */
export interface SoundNeed {
  piece: SoundPiece
  /** The first sample of the piece that is mixed, and how many are. */
  sample: number
  length: number
  /** Samples of the source: `from` to before `to`. */
  from: number
  to: number
}

/** A stretch of the film: a sample a side. */
export interface StereoBlock {
  left: Float32Array<ArrayBuffer>
  right: Float32Array<ArrayBuffer>
}

/** What of their sources is heard in a stretch of the film. */
export function soundNeeds(pieces: readonly SoundPiece[], from: number, length: number): SoundNeed[] {
  return pieces.flatMap((piece) => {
    const sample = Math.max(0, from - piece.start)
    const count = Math.min(piece.length, from + length - piece.start) - sample
    if (count <= 0) return []
    const [low, high] = bounds(piece, sample, count)
    const need = { piece, sample, length: count, from: Math.max(0, low), to: Math.min(piece.source.samples, high) }
    return need.from < need.to ? [need] : []
  })
}

/** Of the source: from where, and up to where. */
function bounds({ place }: SoundPiece, sample: number, count: number): [number, number] {
  const [first, last] = [place.at(sample), place.at(sample + count - 1)]
  const [low, high] = [Math.min(first, last), Math.max(first, last)]
  if (place.exact) return [low, high + 1]
  // A ramp may turn around within: it gets no further than half the way at its fastest.
  const spare = reach(place.fastest) + 1 + Math.max(0, (count * place.fastest - (high - low)) / 2)
  return [Math.floor(low - spare), Math.ceil(high + spare)]
}

/**
 * Mixes a stretch of the film that begins at sample `from`: the one place where sounds are added up, for the export as for the
 * viewer. `samples` are those of the need, channels in turn; what is missing is silence. Nothing keeps a loud mix from being loud.
 */
export function mix(
  needs: readonly { need: SoundNeed; samples: Float32Array }[],
  from: number,
  length: number,
): StereoBlock {
  const block = { left: new Float32Array(length), right: new Float32Array(length) }
  for (const { need, samples } of needs) add(block, need, samples, need.piece.start + need.sample - from)
  return block
}

function add(
  { left, right }: StereoBlock,
  { piece, sample, length, from }: SoundNeed,
  samples: Float32Array,
  to: number,
): void {
  const { channels } = piece.source
  const other = channels - 1
  const value = reader(piece, samples, from)
  const end = sample + length
  for (let start = sample; start < end;) {
    const line = Math.floor(start / LINE) * LINE
    const stop = Math.min(end, line + LINE)
    const [l, r] = gainsAt(piece, line)
    const [nextL, nextR] = steady(piece) ? [l, r] : gainsAt(piece, line + LINE)
    for (let at = start; at < stop; at += 1) {
      const part = (at - line) / LINE
      const place = to + at - sample
      const first = value(at, 0)
      left[place] = (left[place] ?? 0) + first * (l + (nextL - l) * part)
      right[place] = (right[place] ?? 0) + (other === 0 ? first : value(at, 1)) * (r + (nextR - r) * part)
    }
    start = stop
  }
}

function steady({ volume, pan }: SoundPiece): boolean {
  return typeof volume === 'number' && typeof pan === 'number'
}

/** Gives a sample of a piece out of a stretch of its source that begins at `from`. */
function reader(
  { place, source: { channels } }: SoundPiece,
  samples: Float32Array,
  from: number,
): (sample: number, channel: number) => number {
  if (place.exact) return (sample, channel) => samples[(place.at(sample) - from) * channels + channel] ?? 0
  return (sample, channel) => between(samples, channels, channel, place.at(sample) - from, place.fastest)
}
