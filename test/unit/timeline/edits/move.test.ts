import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import { sequenceData } from '../../../../core/timeline/document.ts'
import { clip, dissolve, edited, idOf, named, outcome, scene, sequence, shown, talk } from '../sample.ts'

const splitId = 'bsplit00'
const track = 'track000'
/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)], [])

describe('move', () => {
  it('is refused for a clip or a track that is gone, to another kind of track, and where the sound would start too early', () => {
    expect(outcome(film, 'move', { clip: 'gone0000', track, start: 0, splitId })).toBe('CLIP_GONE')
    expect(outcome(film, 'move', { clip: idOf('a'), track: 'track999', start: 0, splitId })).toBe('TRACK_GONE')
    expect(outcome(talk(), 'move', { clip: idOf('va'), track: idOf('a2'), start: 0, splitId })).toBe('TRACK_KIND')
    expect(outcome(talk({}, 4), 'move', { clip: idOf('vb'), track: idOf('v1'), start: 3, splitId })).toBe(
      'SEQUENCE_START',
    )
  })

  it('is refused where its own track, the other one or that of its sound is locked', () => {
    const move = { clip: idOf('vb'), track: idOf('v2'), start: 100, splitId }
    for (const name of ['V1', 'V2', 'A1']) {
      const film = talk({ [name]: { locked: true } })
      expect(outcome(film, 'move', move)).toBe('TRACK_LOCKED')
    }
  })

  it('overwrites what it lands on, also in part its own place, also on another track', () => {
    const nudged = edited(film, 'move', { clip: idOf('a'), track, start: 3, splitId })
    expect(shown(nudged)).toEqual(['a 3+24@0', 'b 27+21@15', 'c 60+10@0'])
    const across = edited(film, 'move', { clip: idOf('b'), track: 'track001', start: 0, splitId })
    expect([shown(across), shown(across, 1)]).toEqual([['a 0+24@0', 'c 60+10@0'], ['b 0+24@12']])
  })

  it('onto its own place changes nothing, not even its dissolves', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 20, 12, { transitionIn: dissolve(6, 6) }), clip('c', 44, 4)])
    const after = edited(film, 'move', { clip: idOf('b'), track, start: 24, splitId })
    expect(canonicalJson(sequenceData(after))).toBe(canonicalJson(sequenceData(film)))
  })

  it('takes its sound along by as much, on its own track, also where that starts earlier', () => {
    const after = edited(talk({}, 4), 'move', { clip: idOf('vb'), track: idOf('v2'), start: 100, splitId })
    expect([shown(after, 'V2'), shown(after, 'A1')]).toEqual([
      ['vb 100+24@12'],
      ['aa 0+20@12', 'ac 48+24@12', 'ab 96+28@8'],
    ])
  })

  it('moves a selection as one, each clip over the place of another', () => {
    const film = scene({ V1: { items: [clip('a', 0, 10), clip('b', 10, 10), clip('c', 20, 10)] } })
    const after = edited(film, 'move', { clip: idOf('a'), also: [idOf('b')], track: idOf('v1'), start: 5, splitId })
    expect(shown(after, 'V1')).toEqual(['a 5+10@0', 'b 15+10@0', 'c 25+5@5'])
  })

  it('makes fades of the dissolves that lose their clip', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    expect(named(edited(film, 'move', { clip: idOf('a'), track, start: 60, splitId }), 'b').transitionIn).toEqual(
      dissolve(0, 6),
    )
    expect(named(edited(film, 'move', { clip: idOf('b'), track, start: 60, splitId }), 'b').transitionIn).toEqual(
      dissolve(0, 6),
    )
  })
})
