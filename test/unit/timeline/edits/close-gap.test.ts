import { describe, expect, it } from 'vitest'
import { clip, edited, idOf, outcome, scene, shown } from '../sample.ts'

const V1 = { items: [clip('a', 5, 10), clip('b', 30, 10)] }
const close = (at: number): object => ({ track: idOf('v1'), at })

describe('closeGap', () => {
  it('is refused on a clip, behind the last one, on a locked track, and where another track is in the way', () => {
    for (const at of [5, 14, 30, 40]) expect(outcome(scene({ V1 }), 'closeGap', close(at))).toBe('NOTHING_THERE')
    expect(outcome(scene({}), 'closeGap', close(0))).toBe('NOTHING_THERE')
    expect(outcome(scene({ V1: { ...V1, locked: true } }), 'closeGap', close(20))).toBe('TRACK_LOCKED')
    const V2 = { items: [clip('t', 20, 5), clip('u', 31, 5)] }
    expect(outcome(scene({ V1, V2 }), 'closeGap', close(20))).toBe('IN_THE_WAY')
  })

  it.each([15, 29])('moves what is later to the end of the clip before, at frame %i', (at) => {
    const V2 = { items: [clip('u', 31, 5)] }
    const after = edited(scene({ V1, V2 }), 'closeGap', close(at))
    expect([shown(after, 'V1'), shown(after, 'V2')]).toEqual([['a 5+10@0', 'b 15+10@0'], ['u 16+5@0']])
  })

  it('closes the gap before the first clip', () => {
    expect(shown(edited(scene({ V1 }), 'closeGap', close(0)), 'V1')).toEqual(['a 0+10@0', 'b 25+10@0'])
  })
})
