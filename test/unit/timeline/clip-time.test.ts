import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { clipOrigin, handle, insideSource, sourceFrameOf, sourcePosition } from '../../../core/timeline/clip-time.ts'
import { sequenceData } from '../../../core/timeline/document.ts'
import type { Clip, Retime } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import { at, clip, edited, frames, idOf, named, sequence, title } from './sample.ts'

const speed = fc.record({ num: fc.integer({ min: -60, max: 60 }), den: fc.constantFrom(1, 2, 7, 24) })
const points = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: -20, max: 60 }), speed }), {
    minLength: 1,
    maxLength: 4,
    selector: (point) => point.at,
  })
  .map((all) => all.sort((a, b) => a.at - b.at))
const retime: fc.Arbitrary<Retime | undefined> = fc.option(
  fc.record({ lead: fc.integer({ min: -20, max: 20 }).map(frame), points }),
  { nil: undefined },
)
/** Any clip, with what it shows inside its source or not. */
const clips: fc.Arbitrary<Clip> = fc
  .record({ offset: fc.integer({ min: -5, max: 48 }), length: fc.integer({ min: 1, max: 40 }), retime })
  .map(({ offset, length, retime }) => clip('c', 100, length, offset, retime ? { retime } : {}))
const inside = clips.filter(insideSource)

describe('the frames that a clip shows', () => {
  it('are those of its source, one after the other, half as fast, twice as fast, backwards, or one of them', () => {
    expect(frames(clip('a', 0, 4, 10))).toEqual([10, 11, 12, 13])
    expect(frames(clip('a', 0, 4, 10, at(1, 2)))).toEqual([10, 10, 11, 11])
    expect(frames(clip('a', 0, 4, 10, at(2)))).toEqual([10, 12, 14, 16])
    expect(frames(clip('a', 0, 4, 10, at(-1)))).toEqual([10, 9, 8, 7])
    expect(frames(clip('a', 0, 4, 10, at(0)))).toEqual([10, 10, 10, 10])
  })

  it('are counted at the rate of the source', () => {
    const rates = [
      { num: 24, den: 1 },
      { num: 48, den: 1 },
    ] as const
    expect([0, 1, 2].map((index) => sourceFrameOf(clip('a', 0, 3, 10, at(1, 2)), index, ...rates))).toEqual([
      20, 21, 22,
    ])
  })

  it('never lie outside the source where the clip is said to be inside, and do where it is not', () => {
    fc.assert(
      fc.property(clips, (one) => {
        const shown = frames(one)
        // A place that a double cannot tell from a whole number counts as it.
        const places = Array.from({ length: one.length }, (_, index) => sourcePosition(one, index))
        fc.pre(places.every((place) => [0, 48].every((edge) => place === edge || Math.abs(place - edge) > 1e-5)))
        expect(insideSource(one)).toBe(shown.every((place) => place >= 0 && place < 48))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('handle', () => {
  it('is as much as can be trimmed, and no frame more', () => {
    fc.assert(
      fc.property(inside, fc.constantFrom('in' as const, 'out' as const), (one, side) => {
        const room = handle(one, side)
        fc.pre(Number.isFinite(room))
        const longer = (by: number): boolean => {
          const trimmed =
            side === 'out'
              ? { ...one, length: frame(one.length + by) }
              : one.retime
                ? {
                    ...one,
                    length: frame(one.length + by),
                    retime: { ...one.retime, lead: frame(one.retime.lead - by) },
                  }
                : { ...one, length: frame(one.length + by), offset: frame(one.offset - by) }
          return insideSource(trimmed)
        }
        expect([longer(room), longer(room + 1)]).toEqual([true, false])
      }),
    )
  })

  it('never ends where the source does not, or stands still', () => {
    expect([handle(title('t', 0, 5), 'in'), handle(clip('a', 0, 5, 0, at(0)), 'out')]).toEqual([Infinity, Infinity])
  })
})

describe('a blade in any clip', () => {
  const bladed = fc.tuple(inside, fc.nat()).filter(([one]) => one.length > 1)

  it('changes no frame that is shown, and keeps both halves in sync with what was there', () => {
    fc.assert(
      fc.property(bladed, ([one, where]) => {
        const cut = one.start + 1 + (where % (one.length - 1))
        const after = edited(sequence([one]), 'blade', { clip: one.id, at: cut, newId: idOf('right') })
        const [left, right] = [named(after, 'c'), named(after, 'right')]
        expect([...frames(left), ...frames(right)]).toEqual(frames(one))
        expect([clipOrigin(left), clipOrigin(right)]).toEqual([clipOrigin(one), clipOrigin(one)])
      }),
      { numRuns: 500 },
    )
  })

  it('is taken back by a join to the same bytes', () => {
    fc.assert(
      fc.property(bladed, ([one, where]) => {
        const before = sequence([one])
        const cut = one.start + 1 + (where % (one.length - 1))
        const after = edited(before, 'blade', { clip: one.id, at: cut, newId: idOf('right') })
        const joined = edited(after, 'join', { clip: one.id })
        expect(canonicalJson(sequenceData(joined))).toBe(canonicalJson(sequenceData(before)))
      }),
    )
  })
})
