import { describe, expect, it } from 'vitest'
import { applyEdit } from '../../../core/timeline/edit.ts'
import { clipAt, clipEnd, findClip, findTrack, sequenceLength, trackEnd } from '../../../core/timeline/queries.ts'
import { frame } from '../../../core/timeline/time.ts'
import { clip, sequence, shown } from './sample.ts'

const refused = expect.objectContaining({ code: 'EDIT_REFUSED' })
/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)], [])
const id = (name: string): string => name.padEnd(8, '0')
const track = 'track000'
const splitId = 'bsplit00'

describe('insert', () => {
  it('refuses a track that is gone, a clip that is there already, more than the source has', () => {
    const insert =
      (where: string, what = clip('n', 0, 5)) =>
      () =>
        applyEdit(film, { name: 'insert', args: { track: where, clip: what, splitId } })
    expect(insert('track999')).toThrow(refused)
    expect(insert(track, clip('a', 0, 5))).toThrow(refused)
    expect(insert(track, clip('n', 0, 40, 20))).toThrow(refused)
  })

  it('moves what comes later, and cuts the clip under the point', () => {
    const between = applyEdit(film, { name: 'insert', args: { track, clip: clip('n', 24, 6), splitId } })
    expect(shown(between)).toEqual(['a 0+24@0', 'n 24+6@0', 'b 30+24@12', 'c 66+10@0'])
    const inside = applyEdit(film, { name: 'insert', args: { track, clip: clip('n', 30, 6), splitId } })
    expect(shown(inside)).toEqual(['a 0+24@0', 'b 24+6@12', 'n 30+6@0', "b' 36+18@18", 'c 66+10@0'])
  })
})

describe('overwrite', () => {
  it('replaces what is under it and moves nothing', () => {
    const over = applyEdit(film, { name: 'overwrite', args: { track, clip: clip('n', 20, 45), splitId } })
    expect(shown(over)).toEqual(['a 0+20@0', 'n 20+45@0', 'c 65+5@5'])
    const inside = applyEdit(film, { name: 'overwrite', args: { track, clip: clip('n', 30, 6), splitId } })
    expect(shown(inside)).toEqual(['a 0+24@0', 'b 24+6@12', 'n 30+6@0', "b' 36+12@24", 'c 60+10@0'])
  })
})

describe('move', () => {
  it('refuses a clip or a track that is gone', () => {
    const move = (which: string, where: string) => () =>
      applyEdit(film, { name: 'move', args: { clip: which, track: where, start: frame(0), splitId } })
    expect(move('gone0000', track)).toThrow(refused)
    expect(move(id('a'), 'track999')).toThrow(refused)
  })

  it('overwrites what it lands on, also in part its own place, also on another track', () => {
    const nudged = applyEdit(film, { name: 'move', args: { clip: id('a'), track, start: frame(3), splitId } })
    expect(shown(nudged)).toEqual(['a 3+24@0', 'b 27+21@15', 'c 60+10@0'])
    const across = applyEdit(film, {
      name: 'move',
      args: { clip: id('b'), track: 'track001', start: frame(0), splitId },
    })
    expect([shown(across), shown(across, 1)]).toEqual([['a 0+24@0', 'c 60+10@0'], ['b 0+24@12']])
  })
})

describe('trim', () => {
  const trim = (which: string, edge: 'in' | 'out', delta: number) =>
    applyEdit(film, { name: 'trim', args: { clip: id(which), edge, delta } })

  it('refuses what the source, the neighbours or the sequence do not allow', () => {
    expect(() => trim('c', 'out', 39)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('no more frames') }),
    )
    expect(() => trim('c', 'in', -1)).toThrow(refused)
    expect(() => trim('a', 'out', 1)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('in the way') }),
    )
    expect(() => trim('b', 'in', -1)).toThrow(refused)
    expect(() => trim('a', 'in', -1)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('starts here') }),
    )
    expect(() => trim('a', 'in', 24)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('at least one') }),
    )
    expect(() => trim('a', 'out', -24)).toThrow(refused)
  })

  it('moves one edge and keeps what is shown in between', () => {
    expect(shown(trim('b', 'in', 4))[1]).toBe('b 28+20@16')
    expect(shown(trim('b', 'out', 12))[1]).toBe('b 24+36@12')
    expect(shown(trim('c', 'out', 38))[2]).toBe('c 60+48@0')
  })
})

describe('blade', () => {
  const blade = (at: number) =>
    applyEdit(film, { name: 'blade', args: { clip: id('b'), at: frame(at), newId: splitId } })

  it('refuses both ends of the clip and outside it', () => {
    for (const at of [0, 24, 48, 60]) expect(() => blade(at)).toThrow(refused)
  })

  it('makes two clips that show the same frames', () => {
    expect(shown(blade(25)).slice(1, 3)).toEqual(['b 24+1@12', "b' 25+23@13"])
  })
})

describe('lift and ripple delete', () => {
  it('leave a gap, or close it', () => {
    expect(shown(applyEdit(film, { name: 'lift', args: { clip: id('a') } }))).toEqual(['b 24+24@12', 'c 60+10@0'])
    const rippled = applyEdit(film, { name: 'rippleDelete', args: { clip: id('a') } })
    expect(shown(rippled)).toEqual(['b 0+24@12', 'c 36+10@0'])
    expect(() => applyEdit(film, { name: 'lift', args: { clip: 'gone0000' } })).toThrow(refused)
    expect(() => applyEdit(film, { name: 'rippleDelete', args: { clip: 'gone0000' } })).toThrow(refused)
  })
})

describe('queries', () => {
  it('find the clip on screen, the topmost first', () => {
    const layered = sequence([clip('a', 0, 24)], [clip('t', 10, 4)])
    expect([0, 9, 10, 13, 14, 23].map((at) => clipAt(layered, at)?.name)).toEqual(['a', 'a', 't', 't', 'a', 'a'])
    expect(clipAt(layered, 24)).toBeUndefined()
    expect(clipAt(film, 50)).toBeUndefined()
  })

  it('know ends and lengths', () => {
    expect(sequenceLength(film)).toBe(70)
    expect(sequenceLength(sequence([], []))).toBe(0)
    expect(trackEnd(findTrack(film, 'track001'))).toBe(0)
    expect(clipEnd(findClip(film, id('b')).clip)).toBe(48)
  })
})

describe('lengthen', () => {
  const lengthen = (which: string, available: number, length: number) => () =>
    applyEdit(film, {
      name: 'lengthen',
      args: { clip: which, available: frame(available), length: frame(length) },
    })

  it('refuses a clip that is gone, more than the take has, and the place of the next clip', () => {
    expect(lengthen('gone0000', 90, 20)).toThrow(refused)
    expect(lengthen(id('c'), 30, 31)).toThrow(refused)
    expect(lengthen(id('b'), 90, 37)).toThrow(refused)
  })

  it('moves the end and leaves the rest', () => {
    const longer = lengthen(id('b'), 90, 36)()
    expect(shown(longer)).toEqual(['a 0+24@0', 'b 24+36@12', 'c 60+10@0'])
    expect(findClip(longer, id('b')).clip.available).toBe(90)
  })
})
