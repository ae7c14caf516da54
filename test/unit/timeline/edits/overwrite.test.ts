import { describe, expect, it } from 'vitest'
import { clip, dissolve, edited, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const splitId = 'bsplit00'
const track = 'track000'
/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)])

describe('overwrite', () => {
  it('is refused for a track that is gone or locked, for a clip that lies elsewhere, and beyond its source', () => {
    expect(outcome(film, 'overwrite', { track: 'track999', clip: clip('n', 0, 5), splitId })).toBe('TRACK_GONE')
    expect(outcome(film, 'overwrite', { track, clip: clip('c', 0, 5), splitId })).toBe('ID_TAKEN')
    expect(outcome(film, 'overwrite', { track, clip: clip('n', 0, 49), splitId })).toBe('SOURCE_END')
    const locked = talk({ V1: { locked: true } })
    expect(outcome(locked, 'overwrite', { track: idOf('v1'), clip: clip('n', 0, 5), splitId })).toBe('TRACK_LOCKED')
  })

  it('replaces what is under it and moves nothing', () => {
    const over = edited(film, 'overwrite', { track, clip: clip('n', 20, 45), splitId })
    expect(shown(over)).toEqual(['a 0+20@0', 'n 20+45@0', 'c 65+5@5'])
    const inside = edited(film, 'overwrite', { track, clip: clip('n', 30, 6), splitId })
    expect(shown(inside)).toEqual(['a 0+24@0', 'b 24+6@12', 'n 30+6@0', "b' 36+12@24", 'c 60+10@0'])
  })

  it('leaves other tracks alone: a cutaway goes over the picture and its sound runs on, linked to both rests', () => {
    const after = edited(talk(), 'overwrite', { track: idOf('v1'), clip: clip('n', 30, 6), splitId })
    expect(shown(after, 'V1').slice(1, 4)).toEqual(['vb 24+6@12', 'n 30+6@0', "vb' 36+12@24"])
    expect(shown(after, 'A1')).toEqual(['aa 0+24@12', 'ab 24+24@12', 'ac 48+24@12'])
    expect(named(after, 'ab').links).toEqual([idOf('vb'), splitId])
  })

  it('makes a fade of a dissolve whose other clip it covers', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    const after = edited(film, 'overwrite', { track, clip: clip('n', 20, 4, 44), splitId })
    expect(named(after, 'b').transitionIn).toEqual(dissolve(4, 0))
  })
})
