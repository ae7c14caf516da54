import { gainOf } from '../../../core/render/sound.ts'
import { soundPlace } from '../../../core/render/sound-place.ts'
import { valueAt } from '../../../core/look/keyframes.ts'
import { clipTime } from '../../../core/timeline/clip-time.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import type { Rate } from '../../../core/timeline/time.ts'

/** What one column of pixels stands for: samples `from` to before `to` of the source, made louder by a factor. */
export interface Column {
  from: number
  to: number
  gain: number
}

/** The part of a clip to draw, in pixels from its left edge; whole pixels. */
export interface Part {
  from: number
  to: number
}

/** The part of a clip that lies in a view, both in pixels; null where none does. */
export function partInView(clip: Pick<Clip, 'start' | 'length'>, pxPerFrame: number, view: Part): Part | null {
  const left = clip.start * pxPerFrame
  const from = Math.max(0, Math.floor(view.from - left))
  const to = Math.ceil(Math.min(clip.length * pxPerFrame, view.to - left))
  return to > from ? { from, to } : null
}

/**
 * The columns of a clip's waveform, one a pixel: where their samples lie in the source, as it is heard, with its offset, its speed, backwards
 * too, and the samples that it was moved by, and how loud the clip makes them. Null for a clip whose speed leaves nothing to hear.
 */
export function waveformColumns(
  clip: Pick<Clip, 'start' | 'offset' | 'retime' | 'shift' | 'look'>,
  rate: Rate,
  sampleRate: number,
  pxPerFrame: number,
  { from, to }: Part,
): Column[] | null {
  const place = soundPlace(clip, rate, sampleRate)
  if (!place) return null
  const perFrame = (sampleRate * rate.den) / rate.num
  const time = clipTime(clip)
  return Array.from({ length: to - from }, (_, index) => {
    const frames = (from + index) / pxPerFrame
    const first = frames * perFrame - (clip.shift ?? 0)
    const [a, b] = [place.at(first), place.at(first + perFrame / pxPerFrame)]
    // Backwards, a sample lies before its place.
    const back = b < a ? 1 : 0
    return {
      from: Math.min(a, b) + back,
      to: Math.max(a, b) + back,
      gain: gainOf(valueAt(clip.look?.volume ?? 0, time + frames)),
    }
  })
}
