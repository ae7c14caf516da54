import { describe, expect, it } from 'vitest'
import { valueAt } from '../../../../core/look/keyframes.ts'
import { clipTime, sourceFrameOf } from '../../../../core/timeline/clip-time.ts'
import { frame } from '../../../../core/timeline/time.ts'
import { at, clip, dissolve, edited, frames, idOf, named, outcome, sequence, shown, talk } from '../sample.ts'

const newId = 'still000'
const freeze = (at: number, more: object = {}) => ({ clip: idOf('vb'), at, newId, ...more })

describe('freezeFrame', () => {
  it.each([
    ['CLIP_GONE', talk(), freeze(30, { clip: 'gone0000' })],
    ['NOT_INSIDE', talk(), freeze(23)],
    ['NOT_INSIDE', talk(), freeze(48)],
    ['TRACK_KIND', talk(), freeze(30, { clip: idOf('ab') })],
    ['TRACK_LOCKED', talk({ V1: { locked: true } }), freeze(30)],
    ['ID_TAKEN', talk(), freeze(30, { newId: idOf('vc') })],
    ['ID_TAKEN', talk(), freeze(30, { newId: idOf('vc'), length: 5 })],
    ['OUT_OF_SYNC', talk({ A1: { locked: true } }), freeze(30, { length: 5 })],
  ])('is refused: %s', (reason, film, args) => {
    expect(outcome(film, 'freezeFrame', args)).toBe(reason)
  })

  it('holds the frame for the rest of the clip, and its sound runs on', () => {
    const after = edited(talk(), 'freezeFrame', freeze(30))
    expect(shown(after, 'V1').map((one) => one.split('@')[0])).toEqual(['va 0+24', 'vb 24+6', "vb' 30+18", 'vc 48+24'])
    expect(new Set(frames(named(after, newId)))).toEqual(new Set([18]))
    expect(shown(after, 'A1')).toEqual(shown(talk(), 'A1'))
    expect([named(after, 'ab').links, named(after, newId).links]).toEqual([[idOf('vb')], undefined])
  })

  it('makes a still of the whole clip at its first frame', () => {
    const after = edited(talk(), 'freezeFrame', freeze(24))
    expect(shown(after, 'V1')).toHaveLength(3)
    expect(new Set(frames(named(after, 'vb')))).toEqual(new Set([12]))
  })

  it('leaves the fades of the clip at its ends', () => {
    const fades = { transitionIn: dissolve(0, 4), transitionOut: dissolve(5, 0) }
    const film = sequence([clip('vb', 0, 24, 0, fades)])
    expect(named(edited(film, 'freezeFrame', freeze(0)), 'vb')).toMatchObject(fades)
    const { transitionIn, transitionOut } = named(edited(film, 'freezeFrame', freeze(9)), newId)
    expect([transitionIn, transitionOut]).toEqual([undefined, fades.transitionOut])
    const { transitionIn: into, transitionOut: out } = named(
      edited(film, 'freezeFrame', freeze(9, { length: 6 })),
      newId,
    )
    expect([into, out]).toEqual([undefined, undefined])
  })

  it('puts a still in: picture and sound go on after it, and it is silent', () => {
    const after = edited(talk(), 'freezeFrame', freeze(30, { length: 10 }))
    expect(shown(after, 'V1').map((one) => one.split('@')[0])).toEqual([
      'va 0+24',
      'vb 24+6',
      "vb' 30+10",
      "vb' 40+18",
      'vc 58+24',
    ])
    expect(shown(after, 'A1').slice(1)).toEqual(['ab 24+6@12', "ab' 40+18@18", 'ac 58+24@12'])
    expect(frames(named(after, newId))).toEqual(Array(10).fill(18))
  })

  it('holds the frame that is on screen where the clip is fast or runs backwards', () => {
    for (const [speed, offset] of [
      [2, 0],
      [-1, 40],
    ] as const) {
      const film = sequence([clip('vb', 0, 20, offset, at(speed))])
      const after = edited(film, 'freezeFrame', freeze(7, { length: 3 }))
      expect(frames(named(after, newId))).toEqual(Array(3).fill(frames(named(film, 'vb'))[7]))
    }
  })

  it('holds the very frame of slow footage that has more frames than the sequence, whatever its speed', () => {
    const film24 = { num: 24, den: 1 }
    const rate = { num: 60, den: 1 }
    const ramp = { retime: { lead: frame(0), points: [0, 19].map((at) => ({ at, speed: { num: 2 + at, den: 7 } })) } }
    for (const speed of [at(2, 5), at(1, 3), ramp]) {
      const film = sequence([clip('vb', 0, 20, 3, { ...speed, available: frame(200) })])
      for (const held of [4, 7, 13]) {
        const after = edited(film, 'freezeFrame', freeze(held))
        const then = sourceFrameOf(named(film, 'vb'), held, film24, rate)
        expect([0, 3].map((index) => sourceFrameOf(named(after, newId), index, film24, rate))).toEqual([then, then])
      }
    }
  })

  it('keeps a move over a still that is the rest, and stops it in one that is put in', () => {
    const opacity = [12, 32].map((at) => ({ at, value: at, ease: 'linear' as const }))
    const film = sequence([clip('vb', 0, 24, 12, { look: { opacity } })])
    const values = (more: object) => {
      const { look, ...still } = named(edited(film, 'freezeFrame', freeze(8, more)), newId)
      return [0, 3].map((index) => valueAt(look?.opacity ?? NaN, clipTime(still) + index))
    }
    expect([values({}), values({ length: 4 })]).toEqual([
      [20, 23],
      [20, 20],
    ])
  })
})
