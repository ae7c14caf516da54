import { describe, expect, it } from 'vitest'
import { at, clip, edited, frames, idOf, named, outcome, sequence, talk } from '../sample.ts'

const reverse = { clip: idOf('vb') }

describe('reverse', () => {
  it('is refused for clips that are gone or locked, that have a ramp, and whose sound is cut elsewhere', () => {
    expect(outcome(talk(), 'reverse', { clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'reverse', reverse)).toBe('TRACK_LOCKED')
    expect(outcome(talk({}, 4), 'reverse', reverse)).toBe('OUT_OF_SYNC')
    expect(outcome(talk({}, -4), 'reverse', reverse)).toBe('OUT_OF_SYNC')
    const points = [0, 9].map((at) => ({ at, speed: { num: 1, den: at + 1 } }))
    const ramp = edited(talk(), 'speedRamp', { ...reverse, points })
    expect(outcome(ramp, 'reverse', reverse)).toBe('WRONG_SOURCE')
  })

  it.each([
    ['at its own speed', clip('vb', 5, 24, 12)],
    ['fast, to the end of its source', clip('vb', 5, 24, 1, at(2))],
    ['slow, from the start of its source', clip('vb', 5, 6, 0, at(1, 2))],
    ['unevenly', clip('vb', 5, 7, 3, at(7, 5))],
  ])('shows the frames of a clip the other way round, %s; twice is as before', (_words, one) => {
    const film = sequence([one])
    const once = edited(film, 'reverse', reverse)
    expect(frames(named(once, 'vb'))).toEqual(frames(one).toReversed())
    expect(named(edited(once, 'reverse', reverse), 'vb')).toEqual(one)
  })

  it('turns picture and sound around, and leaves keyframes at their frames of the sequence', () => {
    const after = edited(talk(), 'reverse', reverse)
    expect(frames(named(after, 'ab'))).toEqual(frames(named(after, 'vb')))
    const look = { opacity: [{ at: 14, value: 5, ease: 'hold' as const }] }
    const film = edited(sequence([clip('vb', 5, 24, 12, { look })]), 'reverse', reverse)
    // Two frames after the first one, which is at -23 of the clip's own time.
    expect(named(film, 'vb').look).toEqual({ opacity: [{ at: -21, value: 5, ease: 'hold' }] })
  })
})
