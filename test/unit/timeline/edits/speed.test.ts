import { describe, expect, it } from 'vitest'
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
    ['IN_THE_WAY', talk(), speed(1, 2)],
    ['OUT_OF_SYNC', talk({}, 4), speed(2)],
    ['WRONG_SOURCE', edited(film, 'freezeFrame', { clip: idOf('vb'), at: 0, newId: 'still000' }), speed(2)],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'speed', args)).toBe(reason)
  })

  it('shows the same part of the source, for a shorter or longer time', () => {
    expect(frames(at(2))).toEqual([0, 2, 4, 6])
    expect(frames(at(3))).toEqual([0, 3])
    expect(frames(at(1, 2))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7])
    expect(frames(at(1000))).toEqual([0])
  })

  it('runs backwards through the same part, at any speed', () => {
    expect(frames(at(-1))).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
    expect(frames(at(-2))).toEqual([6, 4, 2, 0])
    expect(frames(at(-1, 2))).toEqual(frames(at(1, 2)).toReversed())
  })

  it('goes back to where it came from', () => {
    for (const [num, den] of [
      [2, 1],
      [1, 2],
      [-1, 1],
      [-1, 2],
      [-2, 1],
    ] as const) {
      const there = edited(film, 'speed', speed(num, den))
      expect(at(1, 1, there)).toEqual(named(film, 'vb'))
    }
  })

  it('does not ask for more than the source where a fast clip ended before a whole step', () => {
    const fast = edited(sequence([clip('vb', 0, 24)]), 'speed', speed(5))
    const longer = edited(fast, 'trim', { clip: idOf('vb'), edge: 'out', delta: 6 })
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
