import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, talk } from '../sample.ts'

const v1 = { track: idOf('v1') }

describe('changeTrack', () => {
  it('is refused for one that is gone, and for a locked one that stays locked', () => {
    expect(outcome(talk(), 'changeTrack', { track: 'gone0000', muted: true })).toBe('TRACK_GONE')
    expect(outcome(talk({ V1: { locked: true } }), 'changeTrack', { ...v1, name: 'Titles' })).toBe('TRACK_LOCKED')
  })

  it('sets what is said, leaves the rest, and says nothing of what is as usual', () => {
    const set = edited(talk(), 'changeTrack', { ...v1, locked: true, muted: true, syncLock: false })
    const { items: _items, ...head } =
      edited(set, 'changeTrack', { ...v1, locked: false, syncLock: true }).tracks[2] ?? {}
    expect(head).toEqual({ id: idOf('v1'), kind: 'video', name: 'V1', muted: true })
  })
})
