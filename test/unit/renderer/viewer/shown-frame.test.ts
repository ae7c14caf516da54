import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frame, sourceFrameAt } from '../../../../core/timeline/time.ts'
import { fitInside } from '../../../../renderer/viewer/fit.ts'
import { framesAhead } from '../../../../renderer/viewer/prefetch.ts'
import { shownAt, shownAtEdge } from '../../../../renderer/viewer/shown-frame.ts'
import { clip, RATE_24, sequence, shot, take } from '../film.ts'

const shots = new Map([
  ['shotnumber1', shot('shotnumber1', [take(1), take(2)], 'take-2')],
  ['shotnumber2', shot('shotnumber2', [])],
])
const other = { source: { kind: 'shot', shot: 'shotnumber2' } }
const film = sequence([
  clip('one', 0, 24, { offset: frame(12), available: frame(48) }),
  clip('two', 30, 10),
  clip('three', 40, 10, other),
])

describe('the frame on screen', () => {
  it('is black in a gap and empty where a shot has no take', () => {
    expect(shownAt(film, 26, shots)).toEqual({ kind: 'gap' })
    expect(shownAt(film, 45, shots)).toMatchObject({ kind: 'empty', clip: { id: 'three' } })
    expect(shownAt(sequence([]), 0, shots)).toEqual({ kind: 'gap' })
  })

  it('comes from the picked take, at the frame that the render would take', () => {
    expect(shownAt(film, 0, shots)).toMatchObject({ kind: 'frame', take: { id: 'take-2' }, index: 4 })
    expect(shownAt(film, 5, shots)).toMatchObject({ index: sourceFrameAt(17, RATE_24, { num: 8, den: 1 }) })
    expect(shownAt(film, 23, shots)).toMatchObject({ index: 11 })
  })

  it('is held where the picked take is shorter than the clip', () => {
    const short = new Map([['shotnumber1', shot('shotnumber1', [take(1, { frames: 3 })])]])
    expect(shownAt(film, 23, short)).toMatchObject({ index: 2 })
  })

  it('stays on the last frame at the very end', () => {
    const whole = sequence([clip('one', 0, 48)])
    expect(shownAt(whole, 48, shots)).toMatchObject({ index: 15 })
    expect(shownAt(whole, 49, shots)).toEqual({ kind: 'gap' })
  })

  it('is the frame at the edge while a clip is trimmed', () => {
    const ghost = {
      kind: 'trim',
      how: 'trim',
      track: 'track-1',
      clip: 'one',
      limit: null,
      extend: 0,
      snapAt: null,
    } as const
    expect(shownAtEdge(film, { ...ghost, edge: 'in', delta: 6, start: 6, length: 18 }, shots)).toMatchObject({
      index: 6,
    })
    expect(shownAtEdge(film, { ...ghost, edge: 'out', delta: 12, start: 0, length: 36 }, shots)).toMatchObject({
      index: 15,
    })
  })
})

describe('prefetch', () => {
  it('asks for the frame on screen first, then for what comes, each once', () => {
    const wishes = framesAhead(film, 0, 1, shots)
    expect(wishes[0]?.index).toBe(4)
    expect(wishes.map(({ index }) => index)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3])
  })

  it('looks back while playing backwards and stops at the start', () => {
    expect(framesAhead(film, 6, -1, shots).map(({ index }) => index)).toEqual([6, 5, 4])
  })
})

describe('fitting', () => {
  it('keeps the shape, stays inside and is centred', () => {
    expect(fitInside({ width: 128, height: 128 }, { width: 1920, height: 1080 })).toEqual({
      x: 420,
      y: 0,
      width: 1080,
      height: 1080,
    })
    const side = fc.integer({ min: 1, max: 4000 })
    fc.assert(
      fc.property(side, side, side, side, (a, b, width, height) => {
        const box = fitInside({ width: a, height: b }, { width, height })
        expect(box.width).toBeLessThanOrEqual(width)
        expect(box.height).toBeLessThanOrEqual(height)
        expect(box.width === width || box.height === height).toBe(true)
      }),
    )
  })
})
