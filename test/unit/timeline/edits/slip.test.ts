import { describe, expect, it } from 'vitest'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const slip = (delta: number, more: object = {}) => ({ clip: idOf('vb'), delta, ...more })

describe('slip', () => {
  it('is refused for a clip that is gone or locked, and beyond its source', () => {
    expect(outcome(talk(), 'slip', slip(1, { clip: 'gone0000' }))).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'slip', slip(1))).toBe('TRACK_LOCKED')
    expect(outcome(talk({ A1: { locked: true } }), 'slip', slip(1))).toBe('TRACK_LOCKED')
    expect(outcome(talk(), 'slip', slip(13))).toBe('SOURCE_END')
    expect(outcome(talk(), 'slip', slip(-13))).toBe('SOURCE_END')
  })

  it('shows another part of picture and sound in the same place', () => {
    const after = edited(talk({}, 4), 'slip', slip(-5))
    expect([shown(after, 'V1')[1], shown(after, 'A1')[1]]).toEqual(['vb 24+24@7', 'ab 20+28@3'])
  })

  it('gives up the link where the picture slips alone', () => {
    const after = edited(talk({ A1: { locked: true } }), 'slip', slip(5, { alone: true }))
    expect([named(after, 'vb').links, named(after, 'ab').links]).toEqual([undefined, undefined])
    expect(shown(after, 'A1')[1]).toBe('ab 24+24@12')
  })

  it('slips retimed clips by their own frames, as far as their source goes', () => {
    const film = sequence([clip('a', 0, 3, 10, at(2)), clip('b', 3, 3, 10, at(-1))])
    expect(frames(named(edited(film, 'slip', { clip: idOf('a'), delta: 2 }), 'a'))).toEqual([14, 16, 18])
    expect(outcome(film, 'slip', { clip: idOf('a'), delta: -6 })).toBe('SOURCE_END')
    expect(frames(named(edited(film, 'slip', { clip: idOf('b'), delta: 8 }), 'b'))).toEqual([2, 1, 0])
    expect(outcome(film, 'slip', { clip: idOf('b'), delta: 9 })).toBe('SOURCE_END')
  })

  it('takes handles away from the dissolves at its ends', () => {
    const film = sequence([
      clip('a', 0, 24, 12),
      clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) }),
      clip('c', 48, 24, 12, { transitionIn: dissolve(6, 6) }),
    ])
    const early = edited(film, 'slip', { clip: idOf('b'), delta: -10 })
    expect([named(early, 'b'), named(early, 'c')].map((one) => one.transitionIn)).toEqual([
      dissolve(2, 6),
      dissolve(6, 6),
    ])
    const late = edited(film, 'slip', { clip: idOf('b'), delta: 10 })
    expect([named(late, 'b'), named(late, 'c')].map((one) => one.transitionIn)).toEqual([
      dissolve(6, 6),
      dissolve(6, 2),
    ])
  })
})
