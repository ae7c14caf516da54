import { describe, expect, it } from 'vitest'
import { at, clip, dissolve, edited, idOf, named, outcome, sequence, talk } from '../sample.ts'

const set = (side: 'in' | 'out', transition: object | null, name = 'vb') => ({ clip: idOf(name), side, transition })
const crossfade = { ...dissolve(3, 3), kind: 'crossfade' }

describe('setTransition', () => {
  it.each([
    ['CLIP_GONE', talk(), set('in', dissolve(3, 3), 'z')],
    ['TRACK_LOCKED', talk({ V1: { locked: true } }), set('in', dissolve(3, 3))],
    ['TRACK_KIND', talk(), set('in', crossfade)],
    ['TRACK_KIND', talk(), set('in', dissolve(3, 3), 'ab')],
    ['TOO_SHORT', talk(), set('in', dissolve(0, 0))],
    ['NO_HANDLES', talk(), set('in', dissolve(13, 0))],
    ['NO_HANDLES', talk(), set('in', dissolve(0, 13))],
    ['NO_HANDLES', talk(), set('out', dissolve(25, 0))],
    ['NO_HANDLES', talk(), set('out', dissolve(2, 2))],
    // Nothing comes before the first clip.
    ['NO_HANDLES', talk(), set('in', dissolve(2, 2), 'va')],
    ['NOTHING_THERE', talk(), set('in', null)],
    ['NOTHING_THERE', talk(), set('out', null)],
  ])('is refused: %s %#', (reason, film, args) => {
    expect(outcome(film, 'setTransition', args)).toBe(reason)
  })

  it('lies over a cut as far as both sides have handles', () => {
    expect(named(edited(talk(), 'setTransition', set('in', dissolve(12, 12))), 'vb').transitionIn).toEqual(
      dissolve(12, 12),
    )
    expect(named(edited(talk(), 'setTransition', set('in', crossfade, 'ab')), 'ab').transitionIn).toEqual(crossfade)
  })

  it('counts handles in frames of the sequence where clips run at another speed', () => {
    const film = sequence([clip('a', 0, 10, 0, at(2)), clip('vb', 10, 10, 20, at(2))])
    expect(outcome(film, 'setTransition', set('in', dissolve(10, 14)))).toBe('NO_HANDLES')
    // Ten frames of b at twice the speed are before it, and fourteen of a after it; b itself lasts ten.
    expect(outcome(film, 'setTransition', set('in', dissolve(10, 10)))).toBe('made')
    expect(outcome(film, 'setTransition', set('in', dissolve(11, 0)))).toBe('NO_HANDLES')
  })

  it('fades without a neighbour, in and out, and the two share the length of the clip', () => {
    const faded = edited(sequence([clip('vb', 5, 20)]), 'setTransition', set('in', dissolve(0, 12)))
    expect(outcome(faded, 'setTransition', set('out', dissolve(9, 0)))).toBe('NO_HANDLES')
    const both = edited(faded, 'setTransition', set('out', dissolve(8, 0)))
    expect(named(both, 'vb')).toMatchObject({ transitionIn: dissolve(0, 12), transitionOut: dissolve(8, 0) })
    const one = named(edited(both, 'setTransition', set('in', null)), 'vb')
    expect([one.transitionIn, one.transitionOut]).toEqual([undefined, dissolve(8, 0)])
  })
})
