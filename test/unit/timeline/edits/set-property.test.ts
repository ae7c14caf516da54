import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const on = (property: string, more: object, clip = idOf('vb')) => ({ clip, property, ...more })
const key = (at: number, value: number) => ({ key: { at, value, ease: 'linear' } })

describe('setProperty', () => {
  it.each([
    ['CLIP_GONE', talk(), on('opacity', { value: 5 }, 'gone0000')],
    ['TRACK_LOCKED', talk({ V1: { locked: true } }), on('opacity', { value: 5 })],
    ['TRACK_KIND', talk(), on('opacity', { value: 5 }, idOf('ab'))],
    ['OUT_OF_RANGE', talk(), on('opacity', { value: 101 })],
    ['OUT_OF_RANGE', talk(), on('volume', { value: -97 })],
    ['OUT_OF_RANGE', talk(), on('opacity', { value: [key(3, 500).key] })],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'setProperty', args)).toBe(reason)
  })

  it('takes no keyframes out of order through the door', () => {
    const value = [key(5, 1).key, key(5, 2).key]
    expect(() => outcome(talk(), 'setProperty', on('opacity', { value }))).toThrow(/order of time/)
  })

  it('sets a value, and takes it away again', () => {
    const set = edited(talk(), 'setProperty', on('volume', { value: -6 }, idOf('ab')))
    expect(named(set, 'ab').look).toEqual({ volume: -6 })
    const neutral = edited(set, 'setProperty', on('volume', { value: null }, idOf('ab')))
    expect(named(neutral, 'ab')).toEqual(named(talk(), 'ab'))
  })
})
