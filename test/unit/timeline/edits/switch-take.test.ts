import { describe, expect, it } from 'vitest'
import { edited, frames, idOf, named, outcome, scene, talk, title } from '../sample.ts'

const take = (available: number, more: object = {}) => ({ clip: idOf('vb'), take: 'take0001', available, ...more })

describe('switchTake', () => {
  it('is refused for clips that are gone, locked or no shots, and where the take ends before the clip begins', () => {
    expect(outcome(talk(), 'switchTake', take(48, { clip: 'gone0000' }))).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'switchTake', take(48))).toBe('TRACK_LOCKED')
    expect(outcome(talk(), 'switchTake', take(12))).toBe('SOURCE_END')
    const words = scene({ V1: { items: [title('vb', 0, 9)] } })
    expect(outcome(words, 'switchTake', take(48))).toBe('WRONG_SOURCE')
  })

  it('shows and plays another take in the same place, or the one that is picked', () => {
    const set = edited(talk(), 'switchTake', take(60))
    for (const name of ['vb', 'ab']) {
      expect(named(set, name)).toMatchObject({ start: 24, length: 24, available: 60, source: { take: 'take0001' } })
    }
    expect(named(edited(set, 'switchTake', take(48, { take: null })), 'vb')).toEqual(named(talk(), 'vb'))
  })

  it('lets a clip that runs backwards begin where the shorter take ends', () => {
    const back = edited(talk(), 'reverse', { clip: idOf('vb') })
    const set = edited(back, 'switchTake', take(20))
    expect(named(set, 'vb')).toMatchObject({ start: 40, length: 8 })
    expect(frames(named(set, 'ab'))).toEqual([19, 18, 17, 16, 15, 14, 13, 12])
  })

  it('makes the clip as short as the take', () => {
    const set = edited(talk(), 'switchTake', take(20))
    expect([named(set, 'vb').length, named(set, 'ab').length]).toEqual([8, 8])
  })
})
