import { describe, expect, it } from 'vitest'
import { at, clip, edited, frames, idOf, named, outcome, sequence, shown, talk, title } from '../sample.ts'

const trim = (edge: 'in' | 'out', delta: number, more: object = {}) => ({ clip: idOf('vb'), edge, delta, ...more })

describe('rippleTrim', () => {
  it.each([
    ['CLIP_GONE', talk(), trim('in', 1, { clip: 'gone0000' })],
    ['SOURCE_END', talk(), trim('in', -13)],
    ['SOURCE_END', talk(), trim('out', 13)],
    ['TOO_SHORT', talk(), trim('in', 24)],
    ['TRACK_LOCKED', talk({ V1: { locked: true } }), trim('out', 1)],
    ['TRACK_LOCKED', talk({ A1: { locked: true } }), trim('out', 1)],
    ['IN_THE_WAY', talk({ V2: { items: [title('s', 40, 10), title('t', 50, 5)] } }), trim('out', -3)],
    // The sound of the picture alone has no room to come along.
    ['IN_THE_WAY', talk(), trim('in', 2, { alone: true })],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'rippleTrim', args)).toBe(reason)
  })

  it.each([
    [trim('in', 4), 'b 24+20@16', 'c 44+24@12'],
    [trim('in', -4), 'b 24+28@8', 'c 52+24@12'],
    [trim('out', 4), 'b 24+28@12', 'c 52+24@12'],
    [trim('out', -4), 'b 24+20@12', 'c 44+24@12'],
  ])('keeps the start of the clip and moves what follows, picture and sound: %o', (args, b, c) => {
    const after = edited(talk(), 'rippleTrim', args)
    expect(shown(after, 'V1')).toEqual(['va 0+24@12', `v${b}`, `v${c}`])
    expect(shown(after, 'A1')).toEqual(['aa 0+24@12', `a${b}`, `a${c}`])
  })

  it('ripples its own track and that of its sound also without sync lock', () => {
    const after = edited(talk({ V1: { syncLock: false }, A1: { syncLock: false } }), 'rippleTrim', trim('out', -4))
    expect([shown(after, 'V1')[2], shown(after, 'A1')[2]]).toEqual(['vc 44+24@12', 'ac 44+24@12'])
  })

  it.each([4, -4])('keeps J and L cuts of %i frames in sync, whichever edge is trimmed', (early) => {
    const b = edited(talk({}, early), 'rippleTrim', trim('in', 3))
    expect([shown(b, 'V1')[1], shown(b, 'A1')[1]]).toEqual([
      'vb 24+21@15',
      `ab ${24 - early}+${21 + early}@${15 - early}`,
    ])
    const a = edited(talk({}, early), 'rippleTrim', { ...trim('out', 5), clip: idOf('va') })
    expect([shown(a, 'V1')[1], shown(a, 'A1')[1]]).toEqual([
      'vb 29+24@12',
      `ab ${29 - early}+${24 + early}@${12 - early}`,
    ])
  })

  it('leaves a title that spans the cut where it is, and moves later ones', () => {
    const after = edited(talk({ V2: { items: [title('s', 40, 20), title('t', 60, 5)] } }), 'rippleTrim', trim('out', 5))
    expect(shown(after, 'V2')).toEqual(['s 40+20@0', 't 65+5@0'])
  })

  it('makes room for more of the picture alone: its sound comes along', () => {
    const after = edited(talk(), 'rippleTrim', trim('in', -2, { alone: true }))
    expect([shown(after, 'V1')[1], shown(after, 'A1')[1]]).toEqual(['vb 24+26@10', 'ab 26+24@12'])
  })

  it.each([4, -4])('keeps what lies over the clip over the same picture when its start moves by %i', (delta) => {
    const film = talk({ V2: { items: [title('s', 18, 8), title('t', 30, 5)] } })
    const after = edited(film, 'rippleTrim', trim('in', delta))
    expect(shown(after, 'V2')).toEqual(['s 18+8@0', `t ${30 - delta}+5@0`])
    expect(shown(edited(after, 'rippleTrim', trim('in', -delta)), 'V2')).toEqual(shown(film, 'V2'))
  })

  it('trims the start of a fast clip by its own frames', () => {
    const film = sequence([clip('a', 0, 5, 0, at(2)), clip('b', 5, 5)])
    const after = edited(film, 'rippleTrim', { clip: idOf('a'), edge: 'in', delta: 2 })
    expect([named(after, 'a').start, frames(named(after, 'a')), named(after, 'b').start]).toEqual([0, [4, 6, 8], 3])
  })
})
