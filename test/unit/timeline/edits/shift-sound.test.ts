import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const shift = (samples: number, clip = idOf('ab')) => ({ clip, samples })

describe('shiftSound', () => {
  it('is refused for a picture, a clip that is gone or locked, and a frame or more', () => {
    expect(outcome(talk(), 'shiftSound', shift(1, idOf('vb')))).toBe('TRACK_KIND')
    expect(outcome(talk(), 'shiftSound', shift(1, 'gone0000'))).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'shiftSound', shift(1))).toBe('TRACK_LOCKED')
    for (const samples of [2000, -2000]) expect(outcome(talk(), 'shiftSound', shift(samples))).toBe('OUT_OF_RANGE')
  })

  it('moves sound by samples, stays with its picture, and 0 takes it back', () => {
    const set = edited(talk(), 'shiftSound', shift(-1999))
    expect(named(set, 'ab')).toEqual({ ...named(talk(), 'ab'), shift: -1999 })
    expect(named(edited(set, 'shiftSound', shift(0)), 'ab')).toEqual(named(talk(), 'ab'))
  })
})
