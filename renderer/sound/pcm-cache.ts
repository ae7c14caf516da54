import type { SoundSource } from '../../core/render/sound.ts'
import { mediaUrl } from '../api/media.ts'

/** Samples that are fetched at once: 256 KiB in stereo. */
const CHUNK = 32_768
const LIMIT_BYTES = 48 * 1024 * 1024

/** Samples of sounds, fetched by byte range as they are needed; the ones used longest ago go first. However long a film is, this is all that is kept of it. */
export class PcmCache {
  readonly #chunks = new Map<string, Promise<Float32Array>>()
  readonly #read: (pcm: string, start: number, end: number) => Promise<ArrayBuffer>
  #bytes = 0

  /** `read` gives bytes `start` to before `end` of a file. */
  constructor(read = fetchRange) {
    this.#read = read
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Samples `from` to before `to` of a sound, channels in turn. Rejects where they cannot be fetched; a later call tries again. */
  async samples({ pcm, channels, samples }: SoundSource, from: number, to: number): Promise<Float32Array> {
    const first = Math.floor(from / CHUNK)
    const count = Math.floor((to - 1) / CHUNK) - first + 1
    const chunks = await Promise.all(
      Array.from({ length: count }, (_, index) => this.#chunk(pcm, channels, samples, first + index)),
    )
    const out = new Float32Array((to - from) * channels)
    for (const [index, chunk] of chunks.entries()) {
      const place = ((first + index) * CHUNK - from) * channels
      const part = chunk.subarray(Math.max(0, -place), Math.max(0, out.length - place))
      out.set(part, Math.max(0, place))
    }
    return out
  }

  #chunk(pcm: string, channels: number, samples: number, index: number): Promise<Float32Array> {
    const name = `${pcm} ${index}`
    const known = this.#chunks.get(name)
    this.#chunks.delete(name)
    const size = 4 * channels
    const [start, end] = [index * CHUNK * size, Math.min(samples, (index + 1) * CHUNK) * size]
    const chunk = known ?? this.#read(pcm, start, end).then((bytes) => new Float32Array(bytes))
    this.#chunks.set(name, chunk)
    if (known) return known
    this.#bytes += CHUNK * size
    chunk.catch(() => this.#drop(name, CHUNK * size, chunk))
    for (const [oldest] of this.#chunks) {
      if (this.#bytes <= LIMIT_BYTES || oldest === name) break
      this.#drop(oldest, CHUNK * size)
    }
    return chunk
  }

  #drop(name: string, bytes: number, only?: Promise<Float32Array>): void {
    if (only !== undefined && this.#chunks.get(name) !== only) return
    if (this.#chunks.delete(name)) this.#bytes -= bytes
  }
}

/** Past the browser's own cache, which would be filled by it. */
export async function fetchRange(file: string, start: number, end: number): Promise<ArrayBuffer> {
  const range = `bytes=${start}-${end - 1}`
  const response = await fetch(mediaUrl(file), { headers: { range }, cache: 'no-store' })
  if (response.status !== 206) throw new Error(`The studio did not give a part of a sound (${response.status}).`)
  return response.arrayBuffer()
}
