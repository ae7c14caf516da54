import { describe, expect, it } from 'vitest'
import { clip, dissolve, edited, idOf, named, outcome, scene, sequence, shown, talk } from '../sample.ts'

describe('swap', () => {
  it('is refused without a clip that touches the end, on locked tracks, and where both are linked to one clip', () => {
    expect(outcome(talk(), 'swap', { clip: idOf('vc') })).toBe('NOT_ADJACENT')
    expect(outcome(sequence([clip('a', 0, 10), clip('b', 11, 10)]), 'swap', { clip: idOf('a') })).toBe('NOT_ADJACENT')
    expect(outcome(talk({ A1: { locked: true } }), 'swap', { clip: idOf('va') })).toBe('TRACK_LOCKED')
    const bladed = edited(talk(), 'blade', { clip: idOf('va'), at: 12, newId: 'right000', alone: true })
    expect(outcome(bladed, 'swap', { clip: idOf('va') })).toBe('OUT_OF_SYNC')
  })

  it('exchanges clips of different lengths and moves nothing else', () => {
    const film = sequence([clip('a', 10, 20, 3), clip('b', 30, 5, 7), clip('c', 35, 4), clip('d', 50, 4)])
    expect(shown(edited(film, 'swap', { clip: idOf('a') }))).toEqual(['b 10+5@7', 'a 15+20@3', 'c 35+4@0', 'd 50+4@0'])
  })

  it('takes linked sound along on both sides', () => {
    const after = edited(talk(), 'swap', { clip: idOf('va') })
    expect([shown(after, 'V1'), shown(after, 'A1')]).toEqual([
      ['vb 0+24@12', 'va 24+24@12', 'vc 48+24@12'],
      ['ab 0+24@12', 'aa 24+24@12', 'ac 48+24@12'],
    ])
  })

  it('goes where only one of them has sound, and is refused where sound would lie over other sound', () => {
    const sound = clip('ab', 10, 10, 0, { links: [idOf('b')] })
    const items = [clip('a', 0, 10), clip('b', 10, 10, 0, { links: [idOf('ab')] })]
    const film = scene({ V1: { items }, A1: { items: [sound] } })
    expect(shown(edited(film, 'swap', { clip: idOf('a') }), 'A1')).toEqual(['ab 0+10@0'])
    const music = scene({ V1: { items }, A1: { items: [clip('m', 0, 10), sound] } })
    expect(outcome(music, 'swap', { clip: idOf('a') })).toBe('IN_THE_WAY')
  })

  it('drops the transitions of both', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    expect(named(edited(film, 'swap', { clip: idOf('a') }), 'b').transitionIn).toBeUndefined()
  })
})
