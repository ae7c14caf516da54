import { describe, expect, it } from 'vitest'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const roll = (edge: 'in' | 'out', delta: number, more: object = {}) => ({ clip: idOf('vb'), edge, delta, ...more })

describe('roll', () => {
  it.each([
    ['CLIP_GONE', talk(), roll('in', 1, { clip: 'gone0000' })],
    ['NOT_ADJACENT', sequence([clip('a', 0, 10), clip('vb', 11, 10)]), roll('in', 1)],
    ['NOT_ADJACENT', talk(), roll('out', 1, { clip: idOf('vc') })],
    ['SOURCE_END', talk(), roll('in', 13)],
    ['SOURCE_END', talk(), roll('in', -13)],
    ['TOO_SHORT', talk(), roll('in', 24)],
    ['TOO_SHORT', talk(), roll('in', -24)],
    ['TRACK_LOCKED', talk({ A1: { locked: true } }), roll('in', 1)],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'roll', args)).toBe(reason)
  })

  it.each([
    [roll('in', 5), ['a 0+29@12', 'b 29+19@17', 'c 48+24@12']],
    [roll('in', -5), ['a 0+19@12', 'b 19+29@7', 'c 48+24@12']],
    [roll('out', 5), ['a 0+24@12', 'b 24+29@12', 'c 53+19@17']],
    [roll('out', -5), ['a 0+24@12', 'b 24+19@12', 'c 43+29@7']],
  ])('moves the cut of picture and sound, and nothing else: %o', (args, expected) => {
    const after = edited(talk(), 'roll', args)
    expect(shown(after, 'V1')).toEqual(expected.map((one) => `v${one}`))
    expect(shown(after, 'A1')).toEqual(expected.map((one) => `a${one}`))
  })

  it('makes a J or L cut of the picture alone, and rolls back to a straight one', () => {
    const cut = edited(talk(), 'roll', roll('in', 6, { alone: true }))
    expect([shown(cut, 'V1')[1], shown(cut, 'A1')[1]]).toEqual(['vb 30+18@18', 'ab 24+24@12'])
    const back = edited(cut, 'roll', roll('in', -6))
    expect(shown(back, 'V1')).toEqual(shown(talk(), 'V1'))
  })

  it('takes sound along that one side lacks: it is trimmed, and stays with its picture', () => {
    for (const [silent, other, expected] of [
      ['aa', 'ab', 'ab 29+19@17'],
      ['ab', 'aa', 'aa 0+29@12'],
    ] as const) {
      const film = edited(talk(), 'lift', { clip: idOf(silent), alone: true })
      const after = edited(film, 'roll', roll('in', 5))
      expect(shown(after, 'A1')).toContain(expected)
      expect(shown(edited(after, 'roll', roll('in', -5)), 'A1')).toEqual(shown(film, 'A1'))
      expect(named(film, other).length).toBe(24)
    }
  })

  it('shortens the dissolve over the cut to the handles that are left', () => {
    const film = sequence([clip('a', 0, 24, 12), clip('vb', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    expect(named(edited(film, 'roll', roll('in', 8)), 'vb').transitionIn).toEqual(dissolve(6, 4))
    expect(named(edited(film, 'roll', roll('in', -8)), 'vb').transitionIn).toEqual(dissolve(4, 6))
  })

  it('rolls between clips of different speeds by frames of the sequence', () => {
    const film = sequence([clip('a', 0, 4, 0, at(2)), clip('vb', 4, 4, 30, at(-1))])
    const after = edited(film, 'roll', roll('in', 2))
    expect([frames(named(after, 'a')), frames(named(after, 'vb'))]).toEqual([
      [0, 2, 4, 6, 8, 10],
      [28, 27],
    ])
  })
})
