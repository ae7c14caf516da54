import { peakBytes, peakLevels, readPeaks } from '../../../core/library/waveform.ts'
import type { PeakLevel } from '../../../core/library/waveform.ts'
import { fetchRange } from '../../sound/pcm-cache.ts'

/** Peaks that are fetched at once, 16 KiB, and how many such tiles are kept: 16 MiB as numbers. */
const TILE = 4096
const KEPT = 512
/** What could not be read is asked for again after that long. */
const AGAIN_MS = 5000

/** A waveform by its file, and how many samples it is made of. */
export interface Waveform {
  file: string
  samples: number
}

type Tile = Float32Array | 'coming' | 'failed'

/** Tiles of waveforms, fetched by byte range as they come into view. */
export class PeakCache {
  readonly #tiles = new Map<string, Tile>()
  readonly #listeners = new Set<() => void>()
  readonly #read: (file: string, start: number, end: number) => Promise<ArrayBuffer>

  constructor(read = fetchRange) {
    this.#read = read
  }

  /** Called when a tile has come or failed. Returns the way to stop listening. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Peaks `from` to before `to` of a level, lowest and highest in turn; `NaN` for those that are on their way, which are asked for. Null
   * where some of them cannot be had.
   */
  peaks({ file, samples }: Waveform, level: PeakLevel, from: number, to: number): Float32Array | null {
    const out = new Float32Array(2 * (to - from)).fill(Number.NaN)
    for (let index = Math.floor(from / TILE); index * TILE < to; index += 1) {
      const tile = this.#tile(file, level, index)
      if (tile === 'failed') return null
      if (tile === 'coming') continue
      const place = 2 * (index * TILE - from)
      out.set(tile.subarray(Math.max(0, -place), Math.max(0, out.length - place)), Math.max(0, place))
    }
    // What was asked for beyond the end is silence.
    const end = peakLevels(samples).find((one) => one.samples === level.samples)?.peaks ?? 0
    if (to > end) out.fill(0, 2 * Math.max(0, end - from))
    return out
  }

  #tile(file: string, level: PeakLevel, index: number): Tile {
    const name = `${file} ${level.samples} ${index}`
    const known = this.#tiles.get(name)
    if (known !== undefined) {
      this.#tiles.delete(name)
      this.#tiles.set(name, known)
      return known
    }
    const { start, end } = peakBytes(level, index * TILE, Math.min(level.peaks, (index + 1) * TILE))
    this.#tiles.set(name, 'coming')
    void this.#fetch(name, file, start, end)
    const oldest = this.#tiles.keys().next().value
    if (this.#tiles.size > KEPT && oldest !== undefined) this.#tiles.delete(oldest)
    return 'coming'
  }

  async #fetch(name: string, file: string, start: number, end: number): Promise<void> {
    const tile = await this.#read(file, start, end).then(readPeaks, (): 'failed' => 'failed')
    // Far out of view by now: it is asked for again when it comes back.
    if (this.#tiles.has(name)) this.#tiles.set(name, tile)
    if (tile === 'failed') setTimeout(() => this.#tiles.delete(name), AGAIN_MS)
    for (const listener of this.#listeners) listener()
  }
}

/** One for the whole window: clips of one file share what is fetched. */
export const peakCache = new PeakCache()
