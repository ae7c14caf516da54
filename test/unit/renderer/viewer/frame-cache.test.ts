import { describe, expect, it } from 'vitest'
import { FrameCache } from '../../../../renderer/viewer/frame-cache.ts'

class Picture {
  closed = false
  readonly width: number
  readonly height: number

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
  }

  close(): void {
    this.closed = true
  }
}

/** Four kilobytes. */
const small = (): Picture => new Picture(32, 32)

describe('the frame cache', () => {
  it('stays inside its bytes and closes the one that was shown longest ago', () => {
    const cache = new FrameCache<Picture>(8192)
    const [a, b, c] = [small(), small(), small()]
    cache.set('a', a)
    cache.set('b', b)
    cache.get('a')
    cache.set('c', c)
    expect([a.closed, b.closed, c.closed]).toEqual([false, true, false])
    expect(cache.bytes).toBe(8192)
    expect(cache.has('b')).toBe(false)
  })

  it('keeps a picture that is larger than the limit, alone', () => {
    const cache = new FrameCache<Picture>(8192)
    const before = small()
    const large = new Picture(1920, 1080)
    cache.set('before', before)
    cache.set('large', large)
    expect(before.closed).toBe(true)
    expect(cache.get('large')).toBe(large)
  })

  it('closes what a newer picture of the same name replaces, and counts it once', () => {
    const cache = new FrameCache<Picture>(8192)
    const [a, b] = [small(), small()]
    cache.set('a', a)
    cache.set('a', b)
    expect(a.closed).toBe(true)
    expect(cache.bytes).toBe(4096)
  })
})
