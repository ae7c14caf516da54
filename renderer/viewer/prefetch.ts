import type { Clip } from '../../core/timeline/clip.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { NO_MEDIA } from './media-frames.ts'
import { shownAt } from './shown-frame.ts'
import type { ShotsById } from './shown-frame.ts'
import type { FrameTake } from './frame-take.ts'

/** Sequence frames looked ahead while playing, and while standing still (for the next step). */
const AHEAD_PLAYING = 48
const AHEAD_STILL = 4
/** Sequence frames and clips for which takes must be known before their frames are needed. */
const KNOWN_FRAMES = 240
const KNOWN_CLIPS = 24

/** The clips that the viewer comes to soon in either direction, on every picture track. */
export function clipsAhead({ tracks }: Sequence, at: number): Clip[] {
  return tracks
    .filter(({ kind }) => kind === 'video')
    .flatMap(({ items }) =>
      items
        .between(at - KNOWN_FRAMES / 4, at + KNOWN_FRAMES)
        .take(KNOWN_CLIPS)
        .toArray(),
    )
}

/** The frames that the viewer needs at a playhead and soon after, in the direction of play, the one on screen first. */
export function framesAhead(
  sequence: Sequence,
  at: number,
  speed: number,
  shots: ShotsById,
  media = NO_MEDIA,
): { take: FrameTake; index: number }[] {
  const stride = Math.max(1, Math.abs(speed))
  const direction = speed < 0 ? -1 : 1
  const count = speed === 0 ? AHEAD_STILL : AHEAD_PLAYING
  const seen = new Set<string>()
  const wishes: { take: FrameTake; index: number }[] = []
  for (let step = 0; step <= count; step++) {
    const place = at + step * stride * direction
    if (place < 0) break
    const shown = shownAt(sequence, place, shots, media)
    if (shown.kind !== 'frame') continue
    const name = `${shown.take.proxy}:${shown.index}`
    if (seen.has(name)) continue
    seen.add(name)
    wishes.push({ take: shown.take, index: shown.index })
  }
  return wishes
}
