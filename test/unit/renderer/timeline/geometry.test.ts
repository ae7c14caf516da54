import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clampZoom,
  contentWidth,
  fitZoom,
  scrollTo,
  xToCut,
  xToFrame,
  zoomAround,
} from '../../../../renderer/timeline/geometry.ts'

const view = { pxPerFrame: 4, scroll: 1000, width: 800 }

describe('geometry', () => {
  it('never gives a frame before the start', () => {
    expect(xToFrame(-5, 4)).toBe(0)
    expect(xToCut(-50, 4)).toBe(0)
  })

  it('tells the frame under a pixel from the nearest cut', () => {
    expect(xToFrame(7, 4)).toBe(1)
    expect(xToCut(7, 4)).toBe(2)
  })

  it('fits the whole sequence into the view, and survives an empty one and a view without width', () => {
    expect(fitZoom(240, 1000) * 240).toBeLessThanOrEqual(1000)
    expect(fitZoom(240, 1000) * 240).toBeGreaterThan(900)
    expect(fitZoom(0, 1000)).toBeGreaterThan(0)
    expect(fitZoom(100, 0)).toBe(1)
  })

  it('keeps a day of film inside what a browser can lay out', () => {
    const day = 24 * 60 * 60 * 24
    expect(clampZoom(48, day, 1200) * day).toBeLessThanOrEqual(16_000_000)
    expect(fitZoom(day, 1200) * day).toBeLessThanOrEqual(1200)
  })

  it('zooms around the pointer: the frame under it stays under it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: 0, max: 800 }), (factor, anchor) => {
        const zoomed = zoomAround(view, factor, anchor, 4000)
        const before = (view.scroll + anchor) / view.pxPerFrame
        const after = (zoomed.scroll + anchor) / zoomed.pxPerFrame
        expect(zoomed.scroll === 0 || Math.abs(after - before) < 1e-6).toBe(true)
      }),
    )
  })

  it('leaves room after the last clip', () => {
    expect(contentWidth(0, { pxPerFrame: 4, width: 800 })).toBe(800)
    expect(contentWidth(1000, { pxPerFrame: 4, width: 800 })).toBe(4400)
  })

  it('scrolls only when the frame is out of view, and turns the page while playing', () => {
    expect(scrollTo(300, view, true)).toBe(1000)
    expect(scrollTo(451, view, true)).toBe(1804 - 40)
    expect(scrollTo(10, view, true)).toBe(0)
    expect(scrollTo(1000, view, false)).toBe(3600)
  })
})
