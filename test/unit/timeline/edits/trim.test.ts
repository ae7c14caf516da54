import { describe, expect, it } from 'vitest'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, shown, talk, title } from '../sample.ts'

/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)])

describe('trim', () => {
  it.each([
    ['SOURCE_END', 'c', 'out', 39],
    ['SOURCE_END', 'c', 'in', -1],
    ['IN_THE_WAY', 'a', 'out', 1],
    ['IN_THE_WAY', 'b', 'in', -1],
    ['SEQUENCE_START', 'a', 'in', -1],
    ['TOO_SHORT', 'a', 'in', 24],
    ['TOO_SHORT', 'a', 'out', -24],
    ['CLIP_GONE', 'z', 'out', 1],
  ])('is refused: %s', (reason, which, edge, delta) => {
    expect(outcome(film, 'trim', { clip: idOf(which), edge, delta })).toBe(reason)
  })

  it('is refused where the sound is locked, unless the picture is trimmed alone', () => {
    const locked = talk({ A1: { locked: true } })
    const trim = { clip: idOf('vb'), edge: 'out', delta: -3 }
    expect(outcome(locked, 'trim', trim)).toBe('TRACK_LOCKED')
    expect(shown(edited(locked, 'trim', { ...trim, alone: true }), 'V1')[1]).toBe('vb 24+21@12')
  })

  it('moves one edge and keeps what is shown in between', () => {
    const trim = (which: string, edge: string, delta: number) =>
      shown(edited(film, 'trim', { clip: idOf(which), edge, delta }))
    expect(trim('b', 'in', 4)[1]).toBe('b 28+20@16')
    expect(trim('b', 'out', 12)[1]).toBe('b 24+36@12')
    expect(trim('c', 'out', 38)[2]).toBe('c 60+48@0')
  })

  it('trims sound that is cut at the same frame, and leaves a J cut as it is', () => {
    const trim = { clip: idOf('vb'), edge: 'in', delta: 3 }
    expect(shown(edited(talk(), 'trim', trim), 'A1')[1]).toBe('ab 27+21@15')
    const early = edited(talk({}, 4), 'trim', trim)
    expect([shown(early, 'V1')[1], shown(early, 'A1')[1]]).toEqual(['vb 27+21@15', 'ab 20+28@8'])
  })

  it('lengthens a title as far as wanted, also to the left', () => {
    const film = sequence([title('t', 50, 10)])
    const left = edited(film, 'trim', { clip: idOf('t'), edge: 'in', delta: -50 })
    expect(shown(edited(left, 'trim', { clip: idOf('t'), edge: 'out', delta: 5000 }))).toEqual(['t 0+5060@-50'])
  })

  it.each([
    ['faster', at(2), 0, [0, 2, 4, 6, 8]],
    ['slower', at(1, 2), 0, [0, 0, 1, 1, 2]],
    ['backwards', at(-1), 20, [20, 19, 18, 17, 16]],
  ])('takes whole frames off a clip that runs %s', (_words, retime, offset, all) => {
    const film = sequence([clip('a', 10, 5, offset, retime)])
    const after = edited(film, 'trim', { clip: idOf('a'), edge: 'in', delta: 2 })
    expect(frames(named(film, 'a'))).toEqual(all)
    expect(frames(named(after, 'a'))).toEqual(all.slice(2))
    expect(frames(named(edited(after, 'trim', { clip: idOf('a'), edge: 'in', delta: -2 }), 'a'))).toEqual(all)
  })

  it('stops where a retimed source ends', () => {
    const film = sequence([clip('a', 10, 5, 0, at(2)), clip('b', 40, 5, 4, at(-1))])
    expect(outcome(film, 'trim', { clip: idOf('a'), edge: 'out', delta: 19 })).toBe('made')
    expect(outcome(film, 'trim', { clip: idOf('a'), edge: 'out', delta: 20 })).toBe('SOURCE_END')
    expect(outcome(film, 'trim', { clip: idOf('a'), edge: 'in', delta: -1 })).toBe('SOURCE_END')
    expect(outcome(film, 'trim', { clip: idOf('b'), edge: 'out', delta: 1 })).toBe('SOURCE_END')
  })

  it('leaves keyframes with the picture', () => {
    const look = { opacity: [{ at: 15, value: 50, ease: 'hold' as const }] }
    const after = edited(sequence([clip('a', 0, 24, 12, { look })]), 'trim', { clip: idOf('a'), edge: 'in', delta: 2 })
    expect(named(after, 'a')).toMatchObject({ offset: 14, look })
  })

  it('shortens fades that no longer fit', () => {
    const faded = clip('a', 0, 24, 0, { transitionIn: dissolve(0, 10), transitionOut: dissolve(12, 0) })
    const after = edited(sequence([faded]), 'trim', { clip: idOf('a'), edge: 'out', delta: -16 })
    expect(named(after, 'a').transitionIn).toBeUndefined()
    expect(named(after, 'a').transitionOut).toEqual(dissolve(8, 0))
  })
})
