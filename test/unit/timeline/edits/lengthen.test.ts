import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)])

describe('lengthen', () => {
  it.each([
    ['CLIP_GONE', 'z', 90, 20],
    ['SOURCE_END', 'c', 30, 31],
    ['IN_THE_WAY', 'b', 90, 37],
  ])('is refused: %s', (reason, which, available, length) => {
    expect(outcome(film, 'lengthen', { clip: idOf(which), available, length })).toBe(reason)
  })

  it('is refused on a locked track', () => {
    const locked = talk({ V1: { locked: true } })
    expect(outcome(locked, 'lengthen', { clip: idOf('vc'), available: 90, length: 60 })).toBe('TRACK_LOCKED')
  })

  it('moves the end and leaves the rest', () => {
    const longer = edited(film, 'lengthen', { clip: idOf('b'), available: 90, length: 36 })
    expect(shown(longer)).toEqual(['a 0+24@0', 'b 24+36@12', 'c 60+10@0'])
    expect(named(longer, 'b').available).toBe(90)
  })

  it('lengthens the sound of the shot where it ends with the picture, and gives it the room everywhere', () => {
    const lengthen = { clip: idOf('vc'), available: 90, length: 30 }
    expect(named(edited(talk(), 'lengthen', lengthen), 'ac')).toMatchObject({ length: 30, available: 90 })
    const cut = edited(talk(), 'trim', { clip: idOf('ac'), edge: 'out', delta: -5, alone: true })
    expect(named(edited(cut, 'lengthen', lengthen), 'ac')).toMatchObject({ length: 19, available: 90 })
  })
})
