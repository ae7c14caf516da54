/** Spans overlap by this part of their length, and by one latent frame at least. */
const OVERLAP = 4

/** A piece of a clip, in latent frames. */
export interface Span {
  from: number
  count: number
}

/** Latent frames from the start of one span to the start of the next. */
export function spanStride(span: number): number {
  return span - Math.max(1, Math.floor(span / OVERLAP))
}

/**
 * The spans that a clip is decoded in, as diffusers' `_temporal_tiled_decode` cuts it: one every stride, each of `span`
 * latent frames and one more, since the first of them fills one frame alone. A span that would show nothing is left
 * out. A clip that is no longer than a span is decoded whole.
 */
export function spansOf(frames: number, span: number | null): Span[] {
  if (span === null || frames <= span) return [{ from: 0, count: frames }]
  const stride = spanStride(span)
  return Array.from({ length: Math.ceil((frames - 1) / stride) }, (_, index) => ({
    from: index * stride,
    count: Math.min(span + 1, frames - index * stride),
  }))
}

/** Latent frames of all spans of a clip together; more than the clip has, because spans overlap. */
export function spannedFrames(frames: number, span: number | null): number {
  return spansOf(frames, span).reduce((sum, { count }) => sum + count, 0)
}
