import type { Preview } from '../../../core/contract/events.ts'
import { CortadoError } from '../../../core/errors.ts'

/**
 * The brightest level of 255 that still counts as black. A night scene, a fade or a grain of noise has pixels above it; only
 * a decoder that broke, or a picture that is meant to be nothing, has none in the whole clip.
 */
const BLACK = 1
/** Mean level of 255 of the preview, a rough map of the latents, up to which black frames are what the latents ask for. */
const DARK_PREVIEW = 24

/** Watches the frames that a model made go by, before anything that was given is laid over them. */
export class BlackFrames {
  #lit = false

  /** The same frames, as rgb24; once a lit pixel was seen, no more are looked at. */
  async *watching(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const rgb of frames) {
      this.#lit ||= rgb.some((level) => level > BLACK)
      yield rgb
    }
  }

  /** Throws `FRAMES_BROKEN` where every pixel of every frame was black though the latents show something. */
  refuse(preview: () => Preview): void {
    if (this.#lit) return
    const levels = Buffer.from(preview().rgb, 'base64')
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
    if (mean <= DARK_PREVIEW) return
    throw new CortadoError(
      'FRAMES_BROKEN',
      'Every frame came out black, though the latents hold a picture, so nothing was saved; the latents are kept. Verify the ' +
        'pack, then try the job again, or make the take on another device or with a pack of higher precision.',
    )
  }
}
