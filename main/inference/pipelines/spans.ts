import { spansOf, spanStride, type Span } from '../../../core/generation/memory/spans.ts'
import { letGo } from '../runtime/tensors.ts'
import { mix, share } from './blend.ts'

/** The first `count` frames of f32[3, n, pixels]. */
export interface ShownFrames {
  values: Float32Array
  count: number
}

interface SpanOptions {
  /** Latent frames of the clip. */
  frames: number
  /** Latent frames of a span; null to decode the clip in one run. */
  span: number | null
  /** Frames for each latent frame but the first. */
  step: number
  pixels: number
}

/**
 * Decodes a clip in spans of time that overlap, as diffusers' `_temporal_tiled_decode` does, and gives the frames as soon
 * as nothing later can change them. Each span is blended in a straight line with what the one before made of the same
 * time. Of every span but the first the reference drops the last frame and not the first, so that those show the clip
 * one frame late; so do these. Values are gone once the next ones are asked for. `decode` gives f32[3, (count - 1) * step + 1, pixels] of a span.
 */
export async function* decodeSpans(
  { frames, span, step, pixels }: SpanOptions,
  decode: (span: Span) => Promise<Float32Array>,
): AsyncGenerator<ShownFrames, void, undefined> {
  const spans = spansOf(frames, span)
  if (span === null || spans.length === 1) {
    yield { values: await decode({ from: 0, count: frames }), count: (frames - 1) * step + 1 }
    return
  }
  const stride = spanStride(span) * step
  const blend = span * step - stride
  let before: ShownFrames | null = null
  for (const [index, one] of spans.entries()) {
    const values = await decode(one)
    const count = (one.count - 1) * step + (index === 0 ? 1 : 0)
    if (before !== null) {
      blendIn(before, { values, count }, pixels)
      letGo(before.values)
    }
    // Only what the next one is blended with waits for it.
    before = tailOf({ values, count }, Math.min(blend, count), pixels)
    yield { values, count: Math.min(count, index === 0 ? stride + 1 : stride) }
    letGo(values)
  }
}

/** A copy of the last `length` frames. */
function tailOf({ values, count }: ShownFrames, length: number, pixels: number): ShownFrames {
  const out = new Float32Array(3 * length * pixels)
  for (let colour = 0; colour < 3; colour++) {
    const end = (colour * values.length) / 3 + count * pixels
    out.set(values.subarray(end - length * pixels, end), colour * length * pixels)
  }
  return { values: out, count: length }
}

/** Blends the last frames of a span into as many first ones of the next. */
function blendIn(older: ShownFrames, newer: ShownFrames, pixels: number): void {
  const extent = Math.min(older.count, newer.count)
  for (let colour = 0; colour < 3; colour++) {
    for (let frame = 0; frame < extent; frame++) {
      const part = share(frame, extent, 1)
      const from = (colour * older.count + older.count - extent + frame) * pixels
      const to = (colour * newer.values.length) / 3 + frame * pixels
      for (let i = 0; i < pixels; i++) {
        newer.values[to + i] = mix(older.values[from + i] as number, newer.values[to + i] as number, part)
      }
    }
  }
}
