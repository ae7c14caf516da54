import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, sequence, talk } from '../sample.ts'

const ntsc = { num: 30_000, den: 1001 }

describe('changeSequence', () => {
  it('is refused for another rate while there are clips, and for drop-frame at rates that do not count it', () => {
    expect(outcome(talk(), 'changeSequence', { rate: ntsc })).toBe('OUT_OF_RANGE')
    expect(outcome(talk(), 'changeSequence', { dropFrame: true })).toBe('OUT_OF_RANGE')
    const drop = edited(sequence([]), 'changeSequence', { rate: ntsc, dropFrame: true })
    expect(outcome(drop, 'changeSequence', { rate: { num: 25, den: 1 } })).toBe('OUT_OF_RANGE')
  })

  it('changes what is said and leaves the rest, also its patch', () => {
    const patched = edited(talk(), 'patchSource', { side: 'video', track: idOf('v1') })
    const after = edited(patched, 'changeSequence', { name: 'Reel 2', rate: { num: 48, den: 2 }, sampleRate: 44_100 })
    expect(after).toMatchObject({ name: 'Reel 2', sampleRate: 44_100, patch: { video: idOf('v1') } })
    expect(after.size).toEqual(talk().size)
  })

  it('keeps sound that is moved by samples where it is heard, and is refused where that is locked', () => {
    const shifted = edited(talk(), 'shiftSound', { clip: idOf('ab'), samples: 1200 })
    expect(named(edited(shifted, 'changeSequence', { sampleRate: 24_000 }), 'ab').shift).toBe(600)
    const locked = edited(shifted, 'changeTrack', { track: idOf('a1'), locked: true })
    expect(outcome(locked, 'changeSequence', { sampleRate: 24_000 })).toBe('TRACK_LOCKED')
  })
})
