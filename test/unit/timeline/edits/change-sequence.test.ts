import { describe, expect, it } from 'vitest'
import { edited, idOf, named, outcome, sequence, talk } from '../sample.ts'

const ntsc = { num: 30_000, den: 1001 }

describe('changeSequence', () => {
  it('is refused for another rate while there are clips, and for drop-frame at rates that do not count it', () => {
    expect(outcome(talk(), 'changeSequence', { rate: ntsc })).toBe('OUT_OF_RANGE')
    expect(outcome(talk(), 'changeSequence', { dropFrame: true })).toBe('OUT_OF_RANGE')
    const pal = { rate: { num: 25, den: 1 }, dropFrame: true }
    expect(outcome(sequence([]), 'changeSequence', pal)).toBe('OUT_OF_RANGE')
  })

  it('counts without dropping at a rate that cannot, and leaves markers at their moments', () => {
    const marker = { id: idOf('m'), at: 24, length: 12, name: '', note: '', colour: 'red' }
    const drop = edited(edited(sequence([]), 'setMarker', { marker }), 'changeSequence', {
      rate: ntsc,
      dropFrame: true,
    })
    const pal = edited(drop, 'changeSequence', { rate: { num: 25, den: 1 } })
    expect([drop.dropFrame, pal.dropFrame]).toEqual([true, undefined])
    expect([drop, pal].map(({ markers: [one] }) => [one?.at, one?.length])).toEqual([
      [30, 15],
      [25, 13],
    ])
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
