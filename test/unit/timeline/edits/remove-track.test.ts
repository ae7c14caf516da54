import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, sequence, shown, talk } from '../sample.ts'

const names = ({ tracks }: ReturnType<typeof talk>) => tracks.map(({ name }) => name)
const v1 = { track: idOf('v1') }

describe('removeTrack', () => {
  it('is refused for one that is gone or locked, and for the last one', () => {
    expect(outcome(talk(), 'removeTrack', { track: 'gone0000' })).toBe('TRACK_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'removeTrack', v1)).toBe('TRACK_LOCKED')
    expect(outcome(sequence([]), 'removeTrack', { track: 'track000' })).toBe('TRACK_ORDER')
  })

  it('takes its clips along, leaves their sound, and is patched no more', () => {
    const patched = edited(talk(), 'patchSource', { side: 'video', ...v1 })
    const after = edited(patched, 'removeTrack', v1)
    expect([names(after), shown(after, 'A1').length, after.patch]).toEqual([['A2', 'A1', 'V2', 'C1'], 3, {}])
    expect(shown(edited(after, 'lift', { clip: idOf('aa') }), 'A1')).toHaveLength(2)
  })
})
