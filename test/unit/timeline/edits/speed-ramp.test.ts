import { describe, expect, it } from 'vitest'
import { clip, edited, frames, idOf, named, outcome, sequence, talk } from '../sample.ts'

const points = (...speeds: [at: number, num: number, den?: number][]) =>
  speeds.map(([at, num, den = 1]) => ({ at, speed: { num, den } }))
const ramp = (...speeds: Parameters<typeof points>) => ({ clip: idOf('vb'), points: points(...speeds) })

describe('speedRamp', () => {
  it('is refused for clips that are gone or locked, and where the source ends', () => {
    expect(outcome(talk(), 'speedRamp', { ...ramp([0, 1]), clip: 'gone0000' })).toBe('CLIP_GONE')
    expect(outcome(talk({ A1: { locked: true } }), 'speedRamp', ramp([0, 1], [9, 0]))).toBe('TRACK_LOCKED')
    expect(outcome(talk(), 'speedRamp', ramp([0, 1], [10, 4]))).toBe('SOURCE_END')
    expect(outcome(talk(), 'speedRamp', ramp([0, 1], [4, -3]))).toBe('SOURCE_END')
  })

  it.each([
    [
      [9, 1],
      [3, 2],
    ],
    [
      [3, 1],
      [3, 2],
    ],
  ] as const)('is refused where points do not follow one another: %o', (a, b) => {
    expect(outcome(talk(), 'speedRamp', ramp([...a], [...b]))).toBe('OUT_OF_RANGE')
  })

  it('goes in straight lines between speeds, and keeps place and length', () => {
    const film = sequence([clip('vb', 10, 10, 5)])
    const after = named(edited(film, 'speedRamp', ramp([0, 0], [4, 2])), 'vb')
    // The integral of a speed that grows by a half each frame: a quarter of the square.
    expect(frames(after)).toEqual([5, 5, 6, 7, 9, 11, 13, 15, 17, 19])
    expect(after).toMatchObject({ start: 10, length: 10 })
  })

  it('gives a clip its own speed back', () => {
    const after = edited(edited(talk(), 'speedRamp', ramp([0, 1], [20, 0])), 'speedRamp', ramp())
    expect(named(after, 'vb')).toEqual(named(talk(), 'vb'))
  })

  it.each([4, -4])('keeps a sound in sync that starts %i frames before its picture', (early) => {
    const after = edited(talk({}, early), 'speedRamp', ramp([0, 1], [20, 1, 2]))
    const [picture, sound] = [frames(named(after, 'vb')), frames(named(after, 'ab'))]
    const both = Math.min(picture.length, sound.length)
    expect(early > 0 ? sound.slice(early, early + both) : sound.slice(0, both)).toEqual(
      (early > 0 ? picture : picture.slice(-early)).slice(0, both),
    )
  })

  it('leaves keyframes at their frames of the sequence', () => {
    const look = { opacity: [{ at: 14, value: 5, ease: 'hold' as const }] }
    const film = edited(sequence([clip('vb', 5, 10, 12, { look })]), 'speedRamp', ramp([0, 1], [9, 0]))
    expect(named(film, 'vb').look).toEqual({ opacity: [{ at: 2, value: 5, ease: 'hold' }] })
  })
})
