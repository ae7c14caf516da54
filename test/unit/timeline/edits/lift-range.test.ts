import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, shown, talk, title } from '../sample.ts'

const both = { from: 12, to: 36, tracks: [idOf('v1'), idOf('a1')], splitId: 'split000' }

describe('liftRange', () => {
  it('is refused for a range that is empty or upside down, and for tracks that are gone or locked', () => {
    expect(outcome(talk(), 'liftRange', { ...both, from: 36, to: 36 })).toBe('OUT_OF_RANGE')
    expect(outcome(talk(), 'liftRange', { ...both, from: 72, to: 90 })).toBe('NOTHING_THERE')
    expect(outcome(talk(), 'liftRange', { ...both, tracks: ['gone0000'] })).toBe('TRACK_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'liftRange', both)).toBe('TRACK_LOCKED')
  })

  it('takes the range out of the tracks that are named, moves nothing, and leaves other tracks alone', () => {
    const after = edited(talk({ V2: { items: [title('t', 10, 30)] } }), 'liftRange', both)
    expect([shown(after, 'V1'), shown(after, 'A1'), shown(after, 'V2')]).toEqual([
      ['va 0+12@12', 'vb 36+12@24', 'vc 48+24@12'],
      ['aa 0+12@12', 'ab 36+12@24', 'ac 48+24@12'],
      ['t 10+30@0'],
    ])
  })

  it('cuts a clip that spans the range in two', () => {
    const after = edited(talk(), 'liftRange', { ...both, from: 30, to: 40 })
    expect(shown(after, 'V1').slice(1, 3)).toEqual(['vb 24+6@12', "vb' 40+8@28"])
  })
})
