import { describe, expect, it } from 'vitest'
import { frame } from '../../../../core/timeline/time.ts'
import { clip, edited, frames, idOf, named, outcome, scene, sequence, shown } from '../sample.ts'

const film = sequence([clip('a', 0, 24), clip('b', 24, 24)])
const lay = { how: 'overwrite', track: 'track000', clip: clip('n', 0, 1), splitId: 'split000' }

describe('threePoint', () => {
  it.each([
    ['OUT_OF_RANGE', { in: 20, out: 10 }, { in: 0 }],
    ['OUT_OF_RANGE', {}, { in: 20, out: 20 }],
    ['SEQUENCE_START', { in: 0, out: 30 }, { out: 20 }],
    ['SOURCE_END', { out: 10 }, { in: 0, out: 20 }],
    ['SOURCE_END', { in: 40, out: 60 }, { in: 0 }],
    ['SEQUENCE_START', { in: 0, out: 30 }, { in: 0, out: 20 }, 'sequence-in'],
    ['FOUR_POINTS', { in: 0, out: 10 }, { in: 0, out: 20 }],
  ])('is refused: %s', (reason, source, at, fit?: string) => {
    expect(outcome(film, 'threePoint', { ...lay, source, at, ...(fit && { fit }) })).toBe(reason)
  })

  it.each([
    ['both of the source and an in point', { in: 5, out: 15 }, { in: 30 }, 'n 30+10@5'],
    ['both of the source and an out point: back-timed', { in: 5, out: 15 }, { out: 40 }, 'n 30+10@5'],
    ['both of the sequence and an in point', { in: 5 }, { in: 30, out: 40 }, 'n 30+10@5'],
    ['both of the sequence and an out point: back-timed', { out: 15 }, { in: 30, out: 40 }, 'n 30+10@5'],
    ['four that agree', { in: 5, out: 15 }, { in: 30, out: 40 }, 'n 30+10@5'],
    ['none: all of the source at the start', {}, {}, 'n 0+48@0'],
  ])('follows from %s', (_words, source, at, expected) => {
    expect(shown(edited(film, 'threePoint', { ...lay, source, at }))).toContain(expected)
  })

  it.each([
    ['source-out', 'n 30+5@10'],
    ['source-in', 'n 30+5@15'],
    ['sequence-out', 'n 30+10@10'],
    ['sequence-in', 'n 25+10@10'],
  ])('lets %s give way where four points do not agree', (fit, expected) => {
    const points = { source: { in: 10, out: 20 }, at: { in: 30, out: 35 }, fit }
    expect(shown(edited(film, 'threePoint', { ...lay, ...points }))).toContain(expected)
  })

  it('fits to fill at another speed', () => {
    const points = { source: { in: 10, out: 20 }, at: { in: 30, out: 35 }, fit: 'speed' }
    expect(frames(named(edited(film, 'threePoint', { ...lay, ...points }), 'n'))).toEqual([10, 12, 14, 16, 18])
  })

  it('inserts picture and sound', () => {
    const film = scene({ V1: { items: [clip('a', 0, 24)] } })
    const after = edited(film, 'threePoint', {
      ...lay,
      how: 'insert',
      track: idOf('v1'),
      source: { in: 2, out: 8 },
      at: { in: 0 },
      more: [{ track: idOf('a1'), clip: clip('s', 0, 1) }],
    })
    expect([shown(after, 'V1'), shown(after, 'A1')]).toEqual([['n 0+6@2', 'a 6+24@0'], ['s 0+6@2']])
  })

  it('lays down as much sound as there is', () => {
    const links = (name: string) => ({ links: [idOf(name)] })
    const lay48 = (available: number, source: object) =>
      edited(scene({}), 'threePoint', {
        ...lay,
        track: idOf('v1'),
        clip: clip('n', 0, 1, 0, links('s')),
        source,
        at: { in: 0 },
        more: [{ track: idOf('a1'), clip: clip('s', 0, 1, 0, { ...links('n'), available: frame(available) }) }],
      })
    expect(shown(lay48(47, {}), 'A1')).toEqual(['s 0+47@0'])
    expect(shown(lay48(47, { in: 40 }), 'A1')).toEqual(['s 0+7@40'])
    const silent = lay48(10, { in: 20 })
    expect([shown(silent, 'V1'), shown(silent, 'A1'), named(silent, 'n').links]).toEqual([['n 0+28@20'], [], undefined])
  })
})
