import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tileAxis } from '../../../../main/inference/refine/tile-axis.ts'

const axis = fc
  .record({
    length: fc.integer({ min: 1, max: 700 }),
    multiple: fc.constantFrom(1, 2, 4, 32),
    tiles: fc.integer({ min: 1, max: 6 }),
    margin: fc.integer({ min: 0, max: 12 }),
    blend: fc.integer({ min: 0, max: 9 }),
    factor: fc.constantFrom(1, 2, 4),
    fixed: fc.boolean(),
  })
  .map(({ tiles, multiple, margin, blend, ...rest }) => {
    const overlap = 2 * margin + blend
    const tile = (Math.ceil(overlap / multiple) + tiles) * multiple
    return { ...rest, multiple, margin, overlap, tile }
  })

describe('tiles along an axis', () => {
  test('cover every pixel with shares that sum to one, and stay on the grid', () => {
    fc.assert(
      fc.property(axis, (options) => {
        const { tiles, tile } = tileAxis(options)
        const { length, multiple, factor } = options
        expect(tile % multiple).toBe(0)
        const sums = new Float64Array(Math.max(tile, Math.ceil(length / multiple) * multiple) * factor)
        for (const { start, shares } of tiles) {
          expect(start % multiple).toBe(0)
          expect(shares.length).toBe(tile * factor)
          shares.forEach((share, i) => (sums[start * factor + i] = (sums[start * factor + i] ?? 0) + share))
        }
        for (let i = 0; i < length * factor; i++) expect(Math.abs((sums[i] ?? 0) - 1)).toBeLessThan(1e-6)
      }),
    )
  })

  test('never show the margin of a cut edge', () => {
    fc.assert(
      fc.property(axis, (options) => {
        const { tiles } = tileAxis(options)
        const hidden = options.margin * options.factor
        for (const [index, { shares }] of tiles.entries()) {
          if (index > 0) for (let i = 0; i < hidden; i++) expect(shares[i]).toBe(0)
          if (index < tiles.length - 1) for (let i = 1; i <= hidden; i++) expect(shares.at(-i)).toBe(0)
        }
      }),
    )
  })

  test('a picture smaller than a tile is one tile: its own size, or a padded one where the network takes one size only', () => {
    const options = { length: 50, tile: 64, overlap: 8, margin: 2, multiple: 4, factor: 2 }
    expect(tileAxis({ ...options, fixed: false })).toMatchObject({ tile: 52, tiles: [{ start: 0 }] })
    expect(tileAxis({ ...options, fixed: true })).toMatchObject({ tile: 64, tiles: [{ start: 0 }] })
  })
})
