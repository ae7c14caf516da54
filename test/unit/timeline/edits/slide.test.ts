import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, outcome, sequence, shown, talk } from '../sample.ts'

const slide = (delta: number, more: object = {}) => ({ clip: idOf('vb'), delta, ...more })

describe('slide', () => {
  it.each([
    ['CLIP_GONE', talk(), slide(1, { clip: 'gone0000' })],
    ['NOT_ADJACENT', talk(), slide(1, { clip: idOf('va') })],
    ['NOT_ADJACENT', sequence([clip('a', 0, 9), clip('vb', 10, 10), clip('c', 20, 9)]), slide(1)],
    ['SOURCE_END', talk(), slide(13)],
    ['SOURCE_END', talk(), slide(-13)],
    ['TOO_SHORT', talk(), slide(24)],
    ['TOO_SHORT', talk(), slide(-24)],
    ['TRACK_LOCKED', talk({ A1: { locked: true } }), slide(1)],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'slide', args)).toBe(reason)
  })

  it.each([
    [5, ['a 0+29@12', 'b 29+24@12', 'c 53+19@17']],
    [-5, ['a 0+19@12', 'b 19+24@12', 'c 43+29@7']],
  ])('moves picture and sound between their neighbours by %i', (delta, expected) => {
    const after = edited(talk(), 'slide', slide(delta))
    expect(shown(after, 'V1')).toEqual(expected.map((one) => `v${one}`))
    expect(shown(after, 'A1')).toEqual(expected.map((one) => `a${one}`))
  })

  it('takes sound along that touches no other', () => {
    const film = edited(edited(talk(), 'lift', { clip: idOf('aa'), alone: true }), 'lift', {
      clip: idOf('ac'),
      alone: true,
    })
    expect(shown(edited(film, 'slide', slide(5)), 'A1')).toEqual(['ab 29+24@12'])
  })

  it('keeps a J cut', () => {
    const after = edited(talk({}, 4), 'slide', slide(5))
    expect(shown(after, 'A1')).toEqual(['aa 0+25@12', 'ab 25+28@8', 'ac 53+19@17'])
  })
})
