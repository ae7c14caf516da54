import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, scene, shown, talk, title, clip } from '../sample.ts'

const both = { from: 12, to: 36, tracks: [idOf('v1'), idOf('a1')], splitId: 'split000' }

describe('extract', () => {
  it('is refused without a range, behind the last clip, on locked tracks, and where another track is in the way', () => {
    expect(outcome(talk(), 'extract', { ...both, to: 12 })).toBe('OUT_OF_RANGE')
    expect(outcome(talk(), 'extract', { ...both, from: 72, to: 90 })).toBe('NOTHING_THERE')
    expect(outcome(talk({ V1: { locked: true } }), 'extract', both)).toBe('TRACK_LOCKED')
    expect(outcome(talk({ V2: { items: [title('t', 20, 10), title('u', 40, 5)] } }), 'extract', both)).toBe(
      'IN_THE_WAY',
    )
  })

  it('is refused for the picture alone where its sound would stay behind', () => {
    const film = talk({ A1: { syncLock: false } })
    expect(outcome(film, 'extract', { ...both, tracks: [idOf('v1')] })).toBe('OUT_OF_SYNC')
  })

  it('takes the range out and closes it, also on sync-locked tracks that hold nothing there', () => {
    const after = edited(talk({ V2: { items: [title('t', 50, 10)] } }), 'extract', both)
    expect([shown(after, 'V1'), shown(after, 'A1'), shown(after, 'V2')]).toEqual([
      ['va 0+12@12', 'vb 12+12@24', 'vc 24+24@12'],
      ['aa 0+12@12', 'ab 12+12@24', 'ac 24+24@12'],
      ['t 26+10@0'],
    ])
  })

  it('closes a part of a gap', () => {
    const film = scene({ V1: { items: [clip('a', 0, 10), clip('b', 30, 10)] } })
    const after = edited(film, 'extract', { ...both, from: 12, to: 20, tracks: [idOf('v1')] })
    expect(shown(after, 'V1')).toEqual(['a 0+10@0', 'b 22+10@0'])
  })
})
