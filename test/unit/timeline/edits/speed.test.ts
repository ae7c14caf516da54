import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frame } from '../../../../core/timeline/time.ts'
import { clip, edited, frames, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const speed = (num: number, den = 1, more: object = {}) => ({ clip: idOf('vb'), speed: { num, den }, ...more })
/** All of a source of eight frames. */
const film = sequence([clip('vb', 0, 8, 0, { available: clip('a', 0, 8).length })])
const at = (num: number, den = 1, from = film) => named(edited(from, 'speed', speed(num, den)), 'vb')

describe('speed', () => {
  it.each([
    ['CLIP_GONE', talk(), speed(2, 1, { clip: 'gone0000' })],
    ['OUT_OF_RANGE', talk(), speed(0)],
    ['TRACK_LOCKED', talk({ A1: { locked: true } }), speed(2)],
    ['OUT_OF_SYNC', talk({}, 4), speed(2)],
    ['WRONG_SOURCE', edited(film, 'freezeFrame', { clip: idOf('vb'), at: 0, newId: 'still000' }), speed(2)],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'speed', args)).toBe(reason)
  })

  it('shows the same part of the source, for a shorter or longer time', () => {
    expect(frames(at(2))).toEqual([0, 2, 4, 6])
    expect(frames(at(3))).toEqual([0, 3, 6])
    expect(frames(at(1, 2))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7])
    expect(frames(at(1000))).toEqual([0])
  })

  it('runs backwards through the same part, at any speed', () => {
    expect(frames(at(-1))).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
    expect(frames(at(-2))).toEqual([6, 4, 2, 0])
    expect(frames(at(-1, 2))).toEqual(frames(at(1, 2)).toReversed())
  })

  it('lasts the nearest frame, and goes back to where it came from by any way', () => {
    const speeds = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 1000 }), fc.boolean())
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.array(speeds, { minLength: 1, maxLength: 4 }), (length, way) => {
        const one = sequence([clip('vb', 0, length, 7, { available: frame(510) })])
        let film = one
        for (const [num, den, back] of way) {
          film = edited(film, 'speed', speed(back ? -num : num, den))
          const now = named(film, 'vb')
          expect(now.length).toBe(Math.max(1, Math.floor((length * den) / num + 0.5)))
          expect([...frames(now)].every((at) => at >= 7 && at < 7 + length)).toBe(true)
        }
        expect(at(1, 1, film)).toEqual(named(one, 'vb'))
      }),
      { numRuns: 200 },
    )
  })

  it('gives each half of a cut its own frames back', () => {
    for (const num of [3, -3]) {
      const fast = edited(sequence([clip('vb', 0, 25, 9)]), 'speed', speed(num))
      const cut = edited(fast, 'blade', { clip: idOf('vb'), at: 4, newId: idOf('r') })
      const shown = ['vb', 'r'].map((one) =>
        frames(named(edited(cut, 'speed', { clip: idOf(one), speed: { num: num / 3, den: 1 }, ripple: true }), one)),
      )
      expect(shown.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => 9 + index))
      expect(named(edited(cut, 'join', { clip: idOf('vb') }), 'vb')).toEqual(named(fast, 'vb'))
    }
  })

  it('stays in its place where nothing ripples: it ends where the next clip of any of its tracks begins', () => {
    const slow = edited(talk(), 'speed', speed(1, 2))
    expect([shown(slow, 'V1'), shown(slow, 'A1')].flat()).toEqual([...shown(talk(), 'V1'), ...shown(talk(), 'A1')])
    expect(frames(named(slow, 'vb')).slice(-2)).toEqual([23, 23])
    const early = edited(talk({ A1: { items: [clip('x', 40, 8)] } }), 'trim', {
      clip: idOf('vb'),
      edge: 'out',
      delta: -12,
    })
    expect(shown(edited(early, 'speed', speed(1, 2)), 'V1')[1]).toBe('vb 24+24@12')
  })

  it('does not ask for more than the source where a fast clip ended before a whole step', () => {
    const fast = edited(sequence([clip('vb', 0, 24)]), 'speed', speed(5))
    const longer = edited(fast, 'trim', { clip: idOf('vb'), edge: 'out', delta: 5 })
    expect(frames(at(1, 1, longer)).at(-1)).toBe(47)
  })

  it('takes sound along that starts with it, and makes or closes room on all sync-locked tracks', () => {
    const slow = edited(talk(), 'speed', speed(1, 2, { ripple: true }))
    expect([shown(slow, 'V1')[2], shown(slow, 'A1')[2]]).toEqual(['vc 72+24@12', 'ac 72+24@12'])
    expect(named(slow, 'ab').length).toBe(48)
    const fast = edited(talk(), 'speed', speed(2, 1, { ripple: true }))
    expect([shown(fast, 'V1')[2], shown(fast, 'A1')[2]]).toEqual(['vc 36+24@12', 'ac 36+24@12'])
  })

  it('keeps keyframes with the picture', () => {
    const keys = [12, 16, 20].map((at) => ({ at, value: at, ease: 'linear' as const }))
    const keyed = sequence([clip('vb', 0, 24, 12, { look: { opacity: keys } })])
    const places = (num: number, den: number) => {
      const value = at(num, den, keyed).look?.opacity
      return typeof value === 'object' ? value.map((key) => key.at) : []
    }
    // Own time begins with the clip now: at 0 the first keyframe, the others half or twice as far from it.
    expect([places(2, 1), places(1, 2)]).toEqual([
      [0, 2, 4],
      [0, 8, 16],
    ])
  })
})
