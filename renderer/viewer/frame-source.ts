import { mediaUrl } from '../api/media.ts'
import { FrameCache } from './frame-cache.ts'
import { ProxyReader } from './proxy-reader.ts'
import { StillReader } from './still-reader.ts'
import type { FrameTake } from './frame-take.ts'

const CACHE_BYTES = 256 * 1024 * 1024
/** Open files at once; each keeps a little of its proxy in memory. */
const READERS = 12
/** Frames decoded by one call: enough to keep the decoder busy, few enough to change course quickly. */
const BATCH = 8

interface Wish {
  take: FrameTake
  index: number
}

/**
 * Frames of takes by index, decoded off the main path. `peek` answers at once or not at all; `want` says what is
 * needed now and soon, newest wish first, and older wishes that have not started are forgotten.
 */
export class FrameSource {
  readonly #cache = new FrameCache<ImageBitmap>(CACHE_BYTES)
  readonly #readers = new Map<string, ProxyReader | StillReader>()
  readonly #listeners = new Set<() => void>()
  readonly #failed = new Map<string, string>()
  /** Names of the frames in the batch that is being decoded. */
  readonly #underWay = new Set<string>()
  #wishes: Wish[] = []
  #busy = false

  /** Called whenever a wished frame has arrived or failed. Returns the way to stop listening. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The decoded frame, or undefined when it is not there yet. Draw it at once: a later arrival may close it. */
  peek(take: FrameTake, index: number): ImageBitmap | undefined {
    return this.#cache.get(nameOf(take, index))
  }

  /** Why frames of this take cannot be shown; null where nothing has failed. */
  failure(take: FrameTake): string | null {
    return this.#failed.get(take.proxy) ?? null
  }

  /** Replaces what is wished: the first entry is on screen, the others are likely next. */
  want(wishes: readonly Wish[]): void {
    this.#wishes = wishes.filter(({ take, index }) => !this.#failed.has(take.proxy) && !this.#has(take, index))
    void this.#work()
  }

  /** Lets a take that failed be tried again. */
  forgive(): void {
    this.#failed.clear()
  }

  #has(take: FrameTake, index: number): boolean {
    const name = nameOf(take, index)
    return this.#cache.has(name) || this.#underWay.has(name)
  }

  async #work(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (let batch = this.#nextBatch(); batch; batch = this.#nextBatch()) await this.#decode(batch)
    } finally {
      this.#busy = false
    }
  }

  /** The first wish and those of the same take beside it, ascending. */
  #nextBatch(): { take: FrameTake; indices: number[] } | null {
    const first = this.#wishes[0]
    if (!first) return null
    const { take } = first
    const same = this.#wishes.filter((wish) => wish.take.proxy === take.proxy).slice(0, BATCH)
    const indices = [...new Set(same.map((wish) => wish.index))].sort((a, b) => a - b)
    this.#wishes = this.#wishes.filter((wish) => !same.includes(wish))
    return { take, indices }
  }

  async #decode({ take, indices }: { take: FrameTake; indices: number[] }): Promise<void> {
    for (const index of indices) this.#underWay.add(nameOf(take, index))
    try {
      await this.#reader(take).read(indices, (index, bitmap) => {
        this.#cache.set(nameOf(take, index), bitmap)
        this.#tell()
      })
    } catch (error) {
      this.#failed.set(take.proxy, error instanceof Error ? error.message : String(error))
      this.#closeReader(take.proxy)
      this.#wishes = this.#wishes.filter((wish) => wish.take.proxy !== take.proxy)
      this.#tell()
    } finally {
      this.#underWay.clear()
    }
  }

  #reader(take: FrameTake): ProxyReader | StillReader {
    const reader = this.#readers.get(take.proxy) ?? readerOf(take)
    this.#readers.delete(take.proxy)
    this.#readers.set(take.proxy, reader)
    const oldest = this.#readers.keys().next().value
    if (this.#readers.size > READERS && oldest !== undefined) this.#closeReader(oldest)
    return reader
  }

  #closeReader(proxy: string): void {
    this.#readers.get(proxy)?.close()
    this.#readers.delete(proxy)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function readerOf({ proxy, rate, still }: FrameTake): ProxyReader | StillReader {
  return still === undefined
    ? new ProxyReader(mediaUrl(proxy), rate)
    : new StillReader(mediaUrl(proxy), mediaUrl(still))
}

function nameOf(take: FrameTake, index: number): string {
  return `${take.proxy}:${index}`
}

/** One source for the whole window, so that the viewer and the take players share what is decoded. */
export const frames = new FrameSource()
