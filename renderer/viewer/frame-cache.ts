/** What the cache keeps: anything with a size in pixels that can be let go, such as an ImageBitmap. */
export interface Picture {
  width: number
  height: number
  close(): void
}

const BYTES_A_PIXEL = 4

/** Decoded frames by name, the least recently shown dropped first, bounded in bytes. */
export class FrameCache<P extends Picture> {
  readonly #limit: number
  readonly #pictures = new Map<string, P>()
  #bytes = 0

  /** `limit` is in bytes of decoded pixels. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get bytes(): number {
    return this.#bytes
  }

  has(name: string): boolean {
    return this.#pictures.has(name)
  }

  /** The picture, marked as the one used last. It stays valid until the next `set`. */
  get(name: string): P | undefined {
    const picture = this.#pictures.get(name)
    if (!picture) return undefined
    this.#pictures.delete(name)
    this.#pictures.set(name, picture)
    return picture
  }

  /** Keeps a picture and closes the oldest ones over the limit; the new one is kept even where it alone exceeds it. */
  set(name: string, picture: P): void {
    this.#drop(name)
    this.#pictures.set(name, picture)
    this.#bytes += bytesOf(picture)
    for (const oldest of this.#pictures.keys()) {
      if (this.#bytes <= this.#limit || oldest === name) break
      this.#drop(oldest)
    }
  }

  #drop(name: string): void {
    const picture = this.#pictures.get(name)
    if (!picture) return
    this.#pictures.delete(name)
    this.#bytes -= bytesOf(picture)
    picture.close()
  }
}

function bytesOf(picture: Picture): number {
  return picture.width * picture.height * BYTES_A_PIXEL
}
