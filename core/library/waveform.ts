/**
 * The file that a waveform is drawn from: levels of peaks, the finest first. A peak is the lowest and the highest sample of a
 * stretch over all channels, as two signed 16-bit numbers, little-endian, 32,767 being full scale. The first level has a peak for
 * every 64 samples, each further one for 8 peaks of the one before, down to a level of at most 1,024. The number of samples says
 * where everything lies, so that a page reads by byte range only what it draws.
 */
const BASE = 64
const STEP = 8
const TOP = 1024
const PEAK_BYTES = 4
const FULL = 32_767

/** One resolution of a waveform. */
export interface PeakLevel {
  /** Samples that one peak stands for. */
  samples: number
  peaks: number
  /** Where it begins in the file, in bytes. */
  offset: number
}

/** What lies in the waveform of a sound of so many samples, the finest level first. */
export function peakLevels(samples: number): PeakLevel[] {
  const levels: PeakLevel[] = []
  let offset = 0
  for (let each = BASE; levels.length === 0 || (levels.at(-1)?.peaks ?? 0) > TOP; each *= STEP) {
    const peaks = Math.ceil(samples / each)
    levels.push({ samples: each, peaks, offset })
    offset += peaks * PEAK_BYTES
  }
  return levels
}

/** The coarsest level that still has a peak for every `samples`, or the finest one. */
export function levelFor(levels: readonly PeakLevel[], samples: number): PeakLevel | undefined {
  return levels.findLast((level) => level.samples <= samples) ?? levels[0]
}

/** The bytes of a file in which peaks `from` to before `to` of a level lie. */
export function peakBytes(level: PeakLevel, from: number, to: number): { start: number; end: number } {
  return { start: level.offset + from * PEAK_BYTES, end: level.offset + to * PEAK_BYTES }
}

/** Peaks as they lie in a file, between -1 and 1: lowest and highest in turn. */
export function readPeaks(bytes: ArrayBuffer): Float32Array {
  const view = new DataView(bytes)
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 2) }, (_, at) => view.getInt16(2 * at, true) / FULL)
}

/** Makes a waveform while its sound streams by. */
export interface PeakWriter {
  /** Takes samples, channels in turn; gives the bytes of the finest level that are finished. */
  push(samples: Float32Array): Uint8Array
  /** What is left of the finest level, and all other levels. Nothing may be pushed afterwards. */
  end(): Uint8Array
}

interface Gathering {
  low: number
  high: number
  /** How many of what is below it are in. */
  count: number
  /** Finished peaks, lowest and highest in turn. */
  done: number[]
}

/** Memory grows by some four bytes for every 512 samples: only the finest level is given out as it comes. */
export function peakWriter(channels: number): PeakWriter {
  const levels: Gathering[] = []
  let values = 0
  const add = (depth: number, low: number, high: number): void => {
    const level = (levels[depth] ??= { low: Infinity, high: -Infinity, count: 0, done: [] })
    level.low = Math.min(level.low, low)
    level.high = Math.max(level.high, high)
    level.count += 1
    if (level.count === (depth === 0 ? BASE * channels : STEP)) finish(depth, level)
  }
  const finish = (depth: number, level: Gathering): void => {
    const { low, high } = level
    level.done.push(low, high)
    Object.assign(level, { low: Infinity, high: -Infinity, count: 0 })
    add(depth + 1, low, high)
  }
  const give = (finest: Gathering | undefined): number[] => finest?.done.splice(0) ?? []
  return {
    push(samples) {
      for (const sample of samples) add(0, sample, sample)
      values += samples.length
      return bytesOf(give(levels[0]))
    },
    end() {
      const wanted = peakLevels(values / channels).length
      for (let depth = 0; depth < wanted; depth += 1) {
        const level = levels[depth]
        if (level && level.count > 0) finish(depth, level)
      }
      return bytesOf(levels.slice(0, wanted).flatMap(({ done }) => done))
    },
  }
}

function bytesOf(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length))
  for (const [at, value] of values.entries()) {
    view.setInt16(2 * at, Math.round(Math.max(-1, Math.min(1, value)) * FULL), true)
  }
  return new Uint8Array(view.buffer)
}
