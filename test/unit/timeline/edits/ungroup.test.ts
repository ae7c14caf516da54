import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const clips = [idOf('va'), idOf('vb')]

describe('ungroup', () => {
  it('is refused for clips that are gone or locked', () => {
    expect(outcome(talk(), 'ungroup', { clips: ['gone0000'] })).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'ungroup', { clips })).toBe('TRACK_LOCKED')
  })

  it('takes clips out of their group', () => {
    const grouped = edited(talk(), 'group', { clips, group: 'group000' })
    const after = edited(grouped, 'ungroup', { clips: [idOf('va')] })
    expect([named(after, 'va').group, named(after, 'vb').group]).toEqual([undefined, 'group000'])
  })
})
