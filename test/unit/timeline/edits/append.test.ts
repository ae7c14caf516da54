import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, outcome, shown, talk, scene } from '../sample.ts'

const pair = (start = 0): object => ({
  clips: [
    { track: idOf('v1'), clip: clip('vn', start, 10, 0, { links: [idOf('an')] }) },
    { track: idOf('a1'), clip: clip('an', start, 10, 0, { links: [idOf('vn')] }) },
  ],
})

describe('append', () => {
  it('is refused on a locked track, for a clip that is there already, and on a track of another kind', () => {
    expect(outcome(talk({ A1: { locked: true } }), 'append', pair())).toBe('TRACK_LOCKED')
    const append = (track: string, what = clip('n', 0, 5)) =>
      outcome(talk(), 'append', { clips: [{ track: idOf(track), clip: what }] })
    expect(append('v1', clip('va', 0, 5))).toBe('ID_TAKEN')
    expect(append('c1')).toBe('TRACK_KIND')
    expect(append('v9')).toBe('TRACK_GONE')
  })

  it('lays picture and sound down together, behind the longer of their tracks', () => {
    const film = scene({ V1: { items: [clip('a', 0, 20)] }, A1: { items: [clip('m', 0, 48)] } })
    const after = edited(film, 'append', pair(7))
    expect([shown(after, 'V1'), shown(after, 'A1')]).toEqual([
      ['a 0+20@0', 'vn 48+10@0'],
      ['m 0+48@0', 'an 48+10@0'],
    ])
  })

  it('starts an empty track at its first frame', () => {
    expect(shown(edited(scene({}), 'append', pair(99)), 'V1')).toEqual(['vn 0+10@0'])
  })
})
