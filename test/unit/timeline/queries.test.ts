import { describe, expect, it } from 'vitest'
import {
  clipAt,
  clipEnd,
  findClip,
  findTrack,
  isOn,
  linkedTo,
  lookUp,
  sequenceLength,
  trackEnd,
} from '../../../core/timeline/queries.ts'
import { clip, edited, idOf, named, sequence, talk } from './sample.ts'

/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)], [])

describe('queries', () => {
  it('find the clip on screen, the topmost first, and none that is off', () => {
    const at = (sequence: typeof film, ...frames: number[]) => frames.map((frame) => clipAt(sequence, frame)?.name)
    const layered = sequence([clip('a', 0, 24)], [clip('t', 10, 4)])
    expect(at(layered, 0, 9, 10, 13, 14, 23, 24)).toEqual(['a', 'a', 't', 't', 'a', 'a', undefined])
    expect(at(film, 50)).toEqual([undefined])
    expect(at(edited(layered, 'changeClip', { clips: [idOf('t')], enabled: false }), 10)).toEqual(['a'])
    expect(at(edited(layered, 'changeTrack', { track: 'track001', muted: true }), 10)).toEqual(['a'])
    expect(at(edited(layered, 'changeTrack', { track: 'track000', solo: true }), 10)).toEqual(['a'])
  })

  it('know ends and lengths', () => {
    expect(sequenceLength(film)).toBe(70)
    expect(sequenceLength(sequence([], []))).toBe(0)
    expect(trackEnd(findTrack(film, 'track001'))).toBe(0)
    expect(clipEnd(findClip(film, idOf('b')).clip)).toBe(48)
  })

  it('find what is linked, and count links to clips that are gone for nothing', () => {
    expect(linkedTo(talk(), named(talk(), 'vb')).map(({ name }) => name)).toEqual(['vb', 'ab'])
    const after = edited(talk(), 'lift', { clip: idOf('ab'), alone: true })
    expect(linkedTo(after, named(after, 'vb')).map(({ name }) => name)).toEqual(['vb'])
    expect(lookUp(after, idOf('ab'))).toBeNull()
  })

  it('hear a solo track and no other of its kind, unless it is muted', () => {
    const solo = edited(talk(), 'changeTrack', { track: idOf('a1'), solo: true })
    expect(solo.tracks.map((track) => isOn(solo, track))).toEqual([false, true, true, true, true])
    const muted = edited(solo, 'changeTrack', { track: idOf('a1'), muted: true })
    expect(muted.tracks.map((track) => isOn(muted, track))).toEqual([false, false, true, true, true])
  })
})
