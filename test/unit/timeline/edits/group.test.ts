import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, talk } from '../sample.ts'

const clips = [idOf('va'), idOf('vb')]

describe('group', () => {
  it('is refused for clips that are gone or locked', () => {
    expect(outcome(talk(), 'group', { clips: ['gone0000'], group: 'group000' })).toBe('CLIP_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'group', { clips, group: 'group000' })).toBe('TRACK_LOCKED')
  })

  it('puts clips into one group at most', () => {
    const first = edited(talk(), 'group', { clips, group: 'group000' })
    const second = edited(first, 'group', { clips: [idOf('vb')], group: 'group001' })
    expect([named(second, 'va').group, named(second, 'vb').group]).toEqual(['group000', 'group001'])
  })
})
