import type { Look } from '../look/keyframes.ts'
import { clipTime, insideSource, movedStart, NORMAL, steadySpeed } from './clip-time.ts'
import { refusal } from './refuse.ts'
import type { Clip, Retime, Speed } from './clip.ts'
import { frame, scale } from './time.ts'

/**
 * The clip with another place in its source and other speeds. Its keyframes stay at the frames of the sequence where they
 * are, or `stretch` times as far from the clip's first frame.
 */
export function withRetime(clip: Clip, offset: number, retime?: Retime, stretch: Speed = NORMAL): Clip {
  const { retime: _retime, look, ...rest } = clip
  const next = { ...rest, offset: frame(offset), ...(retime && { retime }) }
  return look ? { ...next, look: movedKeys(look, clipTime(clip), clipTime(next), stretch) } : next
}

function movedKeys(look: Look, from: number, to: number, { num, den }: Speed): Look {
  const moved = Object.entries(look).map(([property, value]) => {
    if (typeof value === 'number') return [property, value]
    const keys = value.map((key) => ({ ...key, at: to + scale(key.at - from, num, den, 'nearest') }))
    // Of keyframes that came to lie on one frame, the last one stays.
    return [property, keys.filter(({ at }, index) => keys[index + 1]?.at !== at)]
  })
  return Object.fromEntries(moved) as Look
}

/** The clip at another steady speed, for as long as it takes to show the same part of its source. Refused where it has a ramp. */
export function atSpeed(clip: Clip, speed: Speed): Clip {
  const forward = backwards(clip) ? reversed(clip) : clip
  const next = stretched(forward, { num: Math.abs(speed.num), den: speed.den })
  return speed.num < 0 ? reversed(next) : next
}

/** The clip with its frames in the opposite order; twice is as before. Refused where it has a ramp. */
export function reversed(clip: Clip): Clip {
  const { num, den } = speedOf(clip)
  const { lead, rest } = clip.retime ?? { lead: 0, rest: undefined }
  return withSpeed(clip, { offset: clip.offset, lead: 1 - clip.length - lead, speed: { num: -num, den }, rest })
}

/** Whether the source of a clip runs backwards where its own time is 0. */
export function backwards({ retime }: Clip): boolean {
  return (retime?.points[0]?.speed.num ?? 1) < 0
}

/** The clip as far as its source goes, which begins later where it runs backwards; null where no frame is left. */
export function insideOf(clip: Clip): Clip | null {
  const cut = (length: number): Clip =>
    backwards(clip) ? movedStart(clip, clip.length - length) : { ...clip, length: frame(length) }
  let [low, high] = [0, clip.length + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (insideSource(cut(middle))) low = middle
    else high = middle
  }
  return low === 0 ? null : cut(low)
}

function speedOf(clip: Clip): Speed {
  const speed = steadySpeed(clip)
  if (speed && speed.num !== 0) return speed
  throw refusal('WRONG_SOURCE', `"${clip.name}" has no steady speed. Remove its ramp or its freeze frame first.`)
}

/** The length that is nearest to the part of the source that a clip was to show, as far as the source goes. */
function stretched(clip: Clip, speed: Speed): Clip {
  const old = speedOf(clip)
  const stretch = { num: old.num * speed.den, den: old.den * speed.num }
  if (stretch.num === stretch.den) return clip
  const first = clip.offset + scale(clip.retime?.lead ?? 0, old.num, old.den, 'floor')
  const shown = scale(clip.length * old.num + (clip.retime?.rest ?? 0), 1, old.den, 'nearest')
  const nearest = scale(shown, speed.den, speed.num, 'nearest')
  // The end of a fast clip may be less than a step of it before the end of the source.
  const most = clip.available === null ? Infinity : -scale(first - clip.available, speed.den, speed.num, 'floor')
  const length = frame(Math.max(1, Math.min(nearest, most)))
  const rest = shown * speed.den - length * speed.num
  return { ...withSpeed(clip, { offset: first, lead: 0, speed, rest, stretch }), length }
}

interface Steady {
  offset: number
  lead: number
  speed: Speed
  rest: number | undefined
  stretch?: Speed
}

function withSpeed(clip: Clip, { offset, lead, speed, rest = 0, stretch }: Steady): Clip {
  if (speed.num === speed.den) return withRetime(clip, offset + lead, undefined, stretch)
  // More than a step is no matter of rounding.
  const kept = rest !== 0 && Math.abs(rest) <= Math.abs(speed.num) ? { rest } : {}
  return withRetime(clip, offset, { lead: frame(lead), points: [{ at: 0, speed }], ...kept }, stretch)
}
