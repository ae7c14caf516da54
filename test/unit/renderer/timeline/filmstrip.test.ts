import { describe, expect, it } from 'vitest'
import { frame } from '../../../../core/timeline/time.ts'
import { filmstripTiles } from '../../../../renderer/timeline/filmstrip.ts'
import { RATE_24, take } from '../film.ts'

const whole = { length: frame(48), offset: frame(0) }

describe('the filmstrip of a clip', () => {
  it('fills the clip, and the last picture is cut off at its end', () => {
    const tiles = filmstripTiles(whole, take(1), RATE_24, 5, 60, { from: 0, to: 1000 })
    expect(tiles.map(({ x }) => x)).toEqual([0, 60, 120, 180])
    expect(filmstripTiles(whole, take(1), RATE_24, 4, 60, { from: 0, to: 1000 }).at(-1)).toMatchObject({ width: 12 })
  })

  it('shows the take at the moment where each picture stands', () => {
    const tiles = filmstripTiles(whole, take(1), RATE_24, 5, 60, { from: 0, to: 1000 })
    expect(tiles.map(({ index }) => index)).toEqual([0, 2, 4, 6])
  })

  it('starts later in the take where the start is trimmed', () => {
    const trimmed = { length: frame(24), offset: frame(24) }
    expect(filmstripTiles(trimmed, take(1), RATE_24, 5, 60, { from: 0, to: 1000 })[0]?.index).toBe(4)
  })

  it('stays on the last picture of a take that is shorter than the clip', () => {
    const tiles = filmstripTiles(whole, take(1, { frames: 4, filmstripFrames: 4 }), RATE_24, 5, 60, {
      from: 0,
      to: 999,
    })
    expect(tiles.map(({ index }) => index)).toEqual([0, 3, 3, 3])
  })

  it('draws only what is in view', () => {
    const long = { length: frame(48_000), offset: frame(0) }
    const tiles = filmstripTiles(long, take(1), RATE_24, 5, 60, { from: 6000, to: 7200 })
    expect(tiles).toHaveLength(20)
    expect(tiles[0]?.x).toBe(6000)
    expect(filmstripTiles(whole, take(1), RATE_24, 5, 60, { from: -900, to: -10 })).toEqual([])
  })
})
