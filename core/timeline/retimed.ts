import type { Look } from '../look/keyframes.ts'
import { clipTime, NORMAL, steadySpeed } from './clip-time.ts'
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
  const forward = speedOf(clip).num < 0 ? reversed(clip) : clip
  const next = stretched(forward, { num: Math.abs(speed.num), den: speed.den })
  return speed.num < 0 ? reversed(next) : next
}

/** The clip with its frames in the opposite order; twice is as before. Refused where it has a ramp. */
export function reversed(clip: Clip): Clip {
  const { num, den } = speedOf(clip)
  return withSpeed(clip, clip.offset, 1 - clip.length - (clip.retime?.lead ?? 0), { num: -num, den })
}

function speedOf(clip: Clip): Speed {
  const speed = steadySpeed(clip)
  if (speed && speed.num !== 0) return speed
  throw refusal('WRONG_SOURCE', `"${clip.name}" has no steady speed. Remove its ramp or its freeze frame first.`)
}

function stretched(clip: Clip, speed: Speed): Clip {
  const old = speedOf(clip)
  const stretch = { num: old.num * speed.den, den: old.den * speed.num }
  if (stretch.num === stretch.den) return clip
  const first = clip.offset + scale(clip.retime?.lead ?? 0, old.num, old.den, 'floor')
  const span = scale(clip.length, stretch.num, stretch.den, 'floor')
  // The end of a fast clip may be less than a step of it before the end of the source.
  const most = clip.available === null ? Infinity : -scale(first - clip.available, speed.den, speed.num, 'floor')
  return { ...withSpeed(clip, first, 0, speed, stretch), length: frame(Math.max(1, Math.min(span, most))) }
}

function withSpeed(clip: Clip, offset: number, lead: number, speed: Speed, stretch?: Speed): Clip {
  if (speed.num === speed.den) return withRetime(clip, offset + lead, undefined, stretch)
  return withRetime(clip, offset, { lead: frame(lead), points: [{ at: 0, speed }] }, stretch)
}
