/** Reads a still: the file itself where the browser knows its format, else the JPEG that was made of it. */
export class StillReader {
  readonly #urls: readonly string[]
  readonly #closed = new AbortController()

  constructor(...urls: readonly string[]) {
    this.#urls = urls
  }

  /** Every frame is the same picture. */
  async read(indices: readonly number[], onFrame: (index: number, bitmap: ImageBitmap) => void): Promise<void> {
    const blob = await this.#picture()
    for (const index of indices) onFrame(index, await createImageBitmap(blob))
  }

  close(): void {
    this.#closed.abort()
  }

  async #picture(): Promise<Blob> {
    let reason: unknown
    for (const url of this.#urls) {
      try {
        const answer = await fetch(url, { signal: this.#closed.signal })
        if (!answer.ok) throw new Error('The picture is not there.')
        const blob = await answer.blob()
        const bitmap = await createImageBitmap(blob)
        bitmap.close()
        return blob
      } catch (error) {
        reason = error
      }
    }
    throw reason instanceof Error ? reason : new Error('This still cannot be shown.')
  }
}
