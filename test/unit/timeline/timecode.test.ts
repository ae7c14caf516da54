import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canDrop, parseTimecode, timecode } from '../../../core/timeline/timecode.ts'
import { convertFrames, sampleAt, toSeconds } from '../../../core/timeline/time.ts'

const RATES = {
  '23.976': { num: 24_000, den: 1001 },
  '24': { num: 24, den: 1 },
  '25': { num: 25, den: 1 },
  '29.97': { num: 30_000, den: 1001 },
  '30': { num: 30, den: 1 },
  '50': { num: 50, den: 1 },
  '59.94': { num: 60_000, den: 1001 },
  '60': { num: 60, den: 1 },
}
const DAY_SECONDS = 86_400

describe('what is no timecode', () => {
  it.each(['', '1', '00:00:00', '00:60:00:00', '00:00:60:00', '00:00:00:24', 'aa:bb:cc:dd', '-1:00:00:00'])(
    'is refused: "%s"',
    (text) => {
      expect(() => parseTimecode(text, RATES['24'])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    },
  )

  it('is refused where drop-frame counting skips it', () => {
    for (const text of ['00:01:00;00', '00:01:00;01', '00:59:00;00']) {
      expect(() => parseTimecode(text, RATES['29.97'])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    }
    expect(() => parseTimecode('00:01:00;03', RATES['59.94'])).toThrow()
    expect(parseTimecode('00:10:00;00', RATES['29.97'])).toBe(17_982)
  })
})

describe('timecode', () => {
  it('counts as SMPTE ST 12-1 does around the minutes that drop', () => {
    const at = (frames: number) => timecode(frames, RATES['29.97'], true)
    expect([1799, 1800, 1801, 17_981, 17_982, 107_892].map(at)).toEqual([
      '00:00:59;29',
      '00:01:00;02',
      '00:01:00;03',
      '00:09:59;29',
      '00:10:00;00',
      '01:00:00;00',
    ])
    expect(timecode(3600, RATES['59.94'], true)).toBe('00:01:00;04')
    expect(timecode(215_784, RATES['59.94'], true)).toBe('01:00:00;00')
  })

  it('can drop frames at 29.97 and 59.94 only', () => {
    expect(Object.entries(RATES).flatMap(([name, rate]) => (canDrop(rate) ? [name] : []))).toEqual(['29.97', '59.94'])
    expect(timecode(1800, RATES['30'], true)).toBe('00:01:00:00')
  })

  it('names every frame of a day once, at every rate, and is read back', () => {
    for (const rate of Object.values(RATES)) {
      for (const drop of canDrop(rate) ? [false, true] : [false]) {
        const day = Math.ceil((DAY_SECONDS * rate.num) / rate.den)
        fc.assert(
          fc.property(fc.nat(day), (frames) => {
            expect(parseTimecode(timecode(frames, rate, drop), rate)).toBe(frames)
            // The next frame has the next name, so no name stands twice.
            expect(timecode(frames + 1, rate, drop) > timecode(frames, rate, drop)).toBe(true)
          }),
          { numRuns: 400 },
        )
      }
    }
  })

  it('drop-frame keeps within two frames of the wall clock all day, where non-drop loses 86 seconds', () => {
    const rate = RATES['29.97']
    const day = Math.round((DAY_SECONDS * rate.num) / rate.den)
    expect(timecode(day, rate, true)).toMatch(/^23:59:59;2[67]$|^24:00:00;0[0-3]$/)
    expect(timecode(day, rate)).toBe('23:58:33:21')
  })
})

describe('samples', () => {
  it('cover a day without a gap or an overlap, and never drift', () => {
    for (const rate of Object.values(RATES)) {
      for (const sampleRate of [44_100, 48_000, 96_000]) {
        const per = (sampleRate * rate.den) / rate.num
        const day = Math.ceil((DAY_SECONDS * rate.num) / rate.den)
        fc.assert(
          fc.property(fc.nat(day), (frames) => {
            const at = sampleAt(frames, rate, sampleRate)
            expect(Math.abs(at - frames * per)).toBeLessThanOrEqual(0.5 + 1e-6)
            expect(sampleAt(frames + 1, rate, sampleRate) - at).toBeGreaterThanOrEqual(Math.floor(per))
          }),
          { numRuns: 100 },
        )
        expect(sampleAt(rate.num * 3600, rate, sampleRate)).toBe(rate.den * 3600 * sampleRate)
      }
    }
  })

  it('are exact where doubles are not', () => {
    const odd = { num: 999_983, den: 1_000_000 }
    // 123456789 * 1000000 * 192000 / 999983 rounded, by big integers.
    expect(sampleAt(123_456_789, odd, 192_000)).toBe(23_704_106_457_810)
  })
})

describe('frames of another rate', () => {
  it('come back as they were when the other rate is as fine', () => {
    fc.assert(
      fc.property(fc.nat(5_000_000), (frames) => {
        const there = convertFrames(frames, RATES['29.97'], RATES['59.94'])
        expect(there).toBe(2 * frames)
        expect(convertFrames(there, RATES['59.94'], RATES['29.97'])).toBe(frames)
        expect(toSeconds(there, RATES['59.94'])).toBeCloseTo(toSeconds(frames, RATES['29.97']), 6)
      }),
    )
  })
})
