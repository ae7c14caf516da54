import { describe, expect, it } from 'vitest'
import { at, clip, dissolve, edited, idOf, named, outcome, scene, sequence, shown, talk, title } from '../sample.ts'

const splitId = 'bsplit00'
/** a 0-24, b 24-48 (from source frame 12), a gap, c 60-70. */
const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12), clip('c', 60, 10)], [])

describe('insert', () => {
  it.each([
    ['TRACK_GONE', 'track999', clip('n', 0, 5)],
    ['ID_TAKEN', 'track000', clip('a', 0, 5)],
    ['SOURCE_END', 'track000', clip('n', 0, 40, 20)],
    ['TRACK_KIND', 'track000', clip('n', 0, 5, 0, { source: { kind: 'caption', text: 'Hello' }, available: null })],
    ['TRACK_KIND', 'track000', clip('n', 0, 5, 0, { transitionIn: { ...dissolve(0, 2), kind: 'crossfade' } })],
  ])('is refused: %s', (reason, track, what) => {
    expect(outcome(film, 'insert', { track, clip: what, splitId })).toBe(reason)
  })

  it('is refused where the id for a right half is one of another clip', () => {
    expect(outcome(film, 'insert', { track: 'track000', clip: clip('n', 30, 6), splitId: idOf('c') })).toBe('ID_TAKEN')
  })

  it('is refused on a locked track, and where linked sound would stay behind', () => {
    const args = { track: idOf('v1'), clip: clip('n', 24, 6), splitId }
    expect(outcome(talk({ V1: { locked: true } }), 'insert', args)).toBe('TRACK_LOCKED')
    expect(outcome(talk({ A1: { locked: true } }), 'insert', args)).toBe('OUT_OF_SYNC')
    expect(outcome(talk({ A1: { syncLock: false } }), 'insert', args)).toBe('OUT_OF_SYNC')
  })

  it('moves what comes later, and cuts the clip under the point', () => {
    const between = edited(film, 'insert', { track: 'track000', clip: clip('n', 24, 6), splitId })
    expect(shown(between)).toEqual(['a 0+24@0', 'n 24+6@0', 'b 30+24@12', 'c 66+10@0'])
    const inside = edited(film, 'insert', { track: 'track000', clip: clip('n', 30, 6), splitId })
    expect(shown(inside)).toEqual(['a 0+24@0', 'b 24+6@12', 'n 30+6@0', "b' 36+18@18", 'c 66+10@0'])
  })

  it('opens the gap on every sync-locked track, and cuts linked sound with its picture', () => {
    const after = edited(talk({ V2: { items: [title('t', 30, 20)] } }), 'insert', {
      track: idOf('v1'),
      clip: clip('n', 36, 10),
      splitId,
    })
    expect(shown(after, 'V1')).toEqual(['va 0+24@12', 'vb 24+12@12', 'n 36+10@0', "vb' 46+12@24", 'vc 58+24@12'])
    expect(shown(after, 'A1')).toEqual(['aa 0+24@12', 'ab 24+12@12', "ab' 46+12@24", 'ac 58+24@12'])
    expect(shown(after, 'V2')).toEqual(['t 30+6@0', "t' 46+14@6"])
    const [, , , right] = [...(after.tracks.find(({ name }) => name === 'V1')?.items ?? [])]
    const [, , sound] = [...(after.tracks.find(({ name }) => name === 'A1')?.items ?? [])]
    expect([right?.links, sound?.links]).toEqual([[sound?.id], [right?.id]])
  })

  it('leaves a track without sync lock where it is', () => {
    const music = clip('m', 0, 48)
    const film = scene({ V1: { items: [clip('a', 0, 24)] }, A1: { items: [music], syncLock: false } })
    const after = edited(film, 'insert', { track: idOf('v1'), clip: clip('n', 12, 5), splitId })
    expect(shown(after, 'A1')).toEqual(['m 0+48@0'])
  })

  it('lays picture and sound down together, and takes a J cut along with its picture', () => {
    const after = edited(talk({}, 4), 'insert', {
      track: idOf('v1'),
      clip: clip('vn', 48, 6, 0, { links: [idOf('an')] }),
      more: [{ track: idOf('a1'), clip: clip('an', 48, 6, 0, { links: [idOf('vn')] }) }],
      splitId,
    })
    expect(shown(after, 'A1')).toEqual(['aa 0+20@12', 'ab 20+28@8', 'an 48+6@0', 'ac 54+24@12'])
  })

  it('gives up links that do not hold from both sides, as those of a copy', () => {
    const links = [idOf('ab'), idOf('n'), 'gone0000']
    const after = edited(talk(), 'insert', { track: idOf('v2'), clip: clip('n', 0, 6, 0, { links }), splitId })
    expect([named(after, 'n').links, named(after, 'ab').links]).toEqual([undefined, [idOf('vb')]])
  })

  it('keeps the speed and the keyframes of what it cuts', () => {
    const keys = [{ at: 4, value: 50, ease: 'linear' as const }]
    const film = sequence([clip('a', 0, 20, 0, { ...at(2), look: { opacity: keys } })])
    const after = edited(film, 'insert', { track: 'track000', clip: clip('n', 10, 5), splitId })
    const right = [...(after.tracks[0]?.items ?? [])][2]
    expect([right?.retime?.lead, right?.look?.opacity]).toEqual([10, keys])
  })

  it('shortens a dissolve to what is left of its clip', () => {
    const film = sequence([clip('a', 0, 24), clip('b', 24, 24, 12, { transitionIn: dissolve(6, 6) })])
    const after = edited(film, 'insert', { track: 'track000', clip: clip('n', 26, 5), splitId })
    expect(named(after, 'b').transitionIn).toEqual(dissolve(6, 2))
  })
})
