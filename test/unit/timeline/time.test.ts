import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertFrames, frame, Rate, sourceFrameAt, toSeconds } from '../../../core/timeline/time.ts'
import { timecode } from '../../../core/timeline/timecode.ts'

const RATES: Rate[] = [
  { num: 8, den: 1 },
  { num: 24, den: 1 },
  { num: 24000, den: 1001 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 60, den: 1 },
]
const anyRate = fc.constantFrom(...RATES)
const DAY_FRAMES = 24 * 3600 * 60

describe('frame', () => {
  it('refuses what is not a whole number', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => frame(value)).toThrow()
  })
})

describe('rate', () => {
  it('refuses what is not a rate', () => {
    for (const rate of [
      { num: 0, den: 1 },
      { num: 24, den: 0 },
      { num: 23.976, den: 1 },
      { num: -24, den: 1 },
    ]) {
      expect(Rate.safeParse(rate).success).toBe(false)
    }
  })
})

describe('convertFrames', () => {
  it('keeps frames at the same rate, and comes back from a finer one', () => {
    fc.assert(
      fc.property(fc.nat(DAY_FRAMES), anyRate, anyRate, (frames, from, to) => {
        expect(convertFrames(frames, from, from)).toBe(frames)
        const finer = to.num * from.den >= from.num * to.den
        if (finer) expect(convertFrames(convertFrames(frames, from, to), to, from)).toBe(frames)
      }),
    )
  })

  it('converts a take of 16 frames at 8 a second to 48 at 24', () => {
    expect(convertFrames(16, { num: 8, den: 1 }, { num: 24, den: 1 })).toBe(48)
  })
})

describe('sourceFrameAt', () => {
  it('holds each frame until the next one starts, exactly, for a whole day', () => {
    fc.assert(
      fc.property(fc.nat(DAY_FRAMES), anyRate, anyRate, (at, sequence, source) => {
        const exact = (BigInt(at) * BigInt(sequence.den * source.num)) / BigInt(sequence.num * source.den)
        expect(sourceFrameAt(at, sequence, source)).toBe(Number(exact))
      }),
    )
  })
})

describe('timecode', () => {
  it('counts at the nominal rate', () => {
    expect(timecode(0, { num: 24, den: 1 })).toBe('00:00:00:00')
    expect(timecode(23, { num: 24000, den: 1001 })).toBe('00:00:00:23')
    expect(timecode(24, { num: 24000, den: 1001 })).toBe('00:00:01:00')
    expect(timecode(25 * 3661 + 7, { num: 25, den: 1 })).toBe('01:01:01:07')
  })

  it('names every frame of a day once', () => {
    fc.assert(
      fc.property(fc.nat(24 * 3600 * 24 - 1), (frames) => {
        const [hours = 0, minutes = 0, seconds = 0, rest = 0] = timecode(frames, { num: 24, den: 1 })
          .split(':')
          .map(Number)
        expect(((hours * 60 + minutes) * 60 + seconds) * 24 + rest).toBe(frames)
      }),
    )
  })
})

describe('toSeconds', () => {
  it('is exact where seconds are', () => {
    expect(toSeconds(24000, { num: 24000, den: 1001 })).toBe(1001)
  })
})
