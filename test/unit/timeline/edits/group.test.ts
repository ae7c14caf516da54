import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const clips = [idOf('va'), idOf('vb')]

describe('group and ungroup', () => {
  it('are refused for clips that are gone or locked', () => {
    for (const name of ['group', 'ungroup'] as const) {
      expect(outcome(talk(), name, { clips: ['gone0000'], group: 'group000' })).toBe('CLIP_GONE')
      expect(outcome(talk({ V1: { locked: true } }), name, { clips, group: 'group000' })).toBe('TRACK_LOCKED')
    }
  })

  it('put clips into one group at most, and take them out', () => {
    const first = edited(talk(), 'group', { clips, group: 'group000' })
    const second = edited(first, 'group', { clips: [idOf('vb')], group: 'group001' })
    expect([named(second, 'va').group, named(second, 'vb').group]).toEqual(['group000', 'group001'])
    expect(named(edited(second, 'ungroup', { clips }), 'va').group).toBeUndefined()
  })
})
