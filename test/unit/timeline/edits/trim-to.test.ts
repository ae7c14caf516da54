import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, shown, talk } from '../sample.ts'

describe('trimTo', () => {
  it('is refused at both ends of the clip and outside it, and on a locked track', () => {
    for (const at of [0, 24, 48, 60]) {
      expect(outcome(talk(), 'trimTo', { clip: idOf('vb'), edge: 'in', at })).toBe('NOT_INSIDE')
    }
    const locked = talk({ A1: { locked: true } })
    expect(outcome(locked, 'trimTo', { clip: idOf('vb'), edge: 'in', at: 30 })).toBe('TRACK_LOCKED')
  })

  it('takes away what lies between an edge and the playhead, with its sound, and leaves a gap', () => {
    const trim = (edge: string) => {
      const after = edited(talk(), 'trimTo', { clip: idOf('vb'), edge, at: 30 })
      return [shown(after, 'V1')[1], shown(after, 'A1')[1]]
    }
    expect(trim('in')).toEqual(['vb 30+18@18', 'ab 30+18@18'])
    expect(trim('out')).toEqual(['vb 24+6@12', 'ab 24+6@12'])
  })

  it('closes the gap where it is asked to', () => {
    const trim = (edge: string) => {
      const after = edited(talk(), 'trimTo', { clip: idOf('vb'), edge, at: 30, ripple: true })
      return [...shown(after, 'V1').slice(1), shown(after, 'A1')[2]]
    }
    expect(trim('in')).toEqual(['vb 24+18@18', 'vc 42+24@12', 'ac 42+24@12'])
    expect(trim('out')).toEqual(['vb 24+6@12', 'vc 30+24@12', 'ac 30+24@12'])
  })
})
