import { describe, expect, it } from 'vitest'
import { dissolve, clip, edited, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

describe('lift', () => {
  it('is refused for a clip that is gone, and where it or its sound is locked', () => {
    expect(outcome(talk(), 'lift', { clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'lift', { clip: idOf('vb') })).toBe('TRACK_LOCKED')
    expect(outcome(talk({ A1: { locked: true } }), 'lift', { clip: idOf('vb') })).toBe('TRACK_LOCKED')
  })

  it('takes picture and sound out and leaves a gap', () => {
    const after = edited(talk(), 'lift', { clip: idOf('vb') })
    expect([shown(after, 'V1'), shown(after, 'A1')]).toEqual([
      ['va 0+24@12', 'vc 48+24@12'],
      ['aa 0+24@12', 'ac 48+24@12'],
    ])
  })

  it('takes only the picture where it is asked to, also over locked sound', () => {
    const after = edited(talk({ A1: { locked: true } }), 'lift', { clip: idOf('vb'), alone: true })
    expect([shown(after, 'V1').length, shown(after, 'A1').length]).toEqual([2, 3])
  })

  it('makes a fade of the dissolve after it', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    expect(named(edited(film, 'lift', { clip: idOf('a') }), 'b').transitionIn).toEqual(dissolve(0, 6))
  })
})
