import { ALL_FORMATS, Input, UrlSource, VideoSampleSink } from 'mediabunny'
import type { Rate } from '../../core/timeline/time.ts'
import { toSeconds } from '../../core/timeline/time.ts'

/** Reads frames of one proxy over byte ranges and decodes them with WebCodecs. */
export class ProxyReader {
  readonly #input: Input
  readonly #rate: Rate
  readonly #track: Promise<{ sink: VideoSampleSink; start: number }>

  /** `url` must answer byte ranges. `rate` is the take's own. */
  constructor(url: string, rate: Rate) {
    this.#rate = rate
    this.#input = new Input({
      formats: ALL_FORMATS,
      source: new UrlSource(new URL(url, document.baseURI), {
        // The studio is on this machine: a read that fails three times will not come back by waiting.
        getRetryDelay: (attempts) => (attempts < 3 ? 0.1 * 2 ** attempts : null),
      }),
    })
    this.#track = this.#open()
    // Each reader of the track hears of a failure; without this the promise itself would count as unhandled.
    this.#track.catch(() => undefined)
  }

  /** Decodes the frames in the order given (ascending is fastest), handing each over as it is ready. */
  async read(indices: readonly number[], onFrame: (index: number, bitmap: ImageBitmap) => void): Promise<void> {
    const { sink, start } = await this.#track
    const middles = indices.map((index) => start + toSeconds(index + 0.5, this.#rate))
    let next = 0
    for await (const sample of sink.samplesAtTimestamps(middles)) {
      const index = indices[next++]
      if (!sample) continue
      using shown = sample
      const picture = shown.toVideoFrame()
      try {
        const bitmap = await createImageBitmap(picture)
        if (index === undefined) bitmap.close()
        else onFrame(index, bitmap)
      } finally {
        picture.close()
      }
    }
  }

  close(): void {
    this.#input.dispose()
  }

  async #open(): Promise<{ sink: VideoSampleSink; start: number }> {
    const track = await this.#input.getPrimaryVideoTrack()
    if (!track) throw new Error('The proxy has no picture.')
    if (!(await track.canDecode())) throw new Error('This browser cannot decode H.264.')
    return { sink: new VideoSampleSink(track), start: await track.getFirstTimestamp() }
  }
}
