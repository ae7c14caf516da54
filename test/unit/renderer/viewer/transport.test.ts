import { beforeEach, describe, expect, it } from 'vitest'
import { playedTo, seek, shuttle, stepBy, togglePlay, transport } from '../../../../renderer/viewer/transport.ts'

beforeEach(() => transport.setState({ at: 0, speed: 0 }))

describe('the transport', () => {
  it('holds the playhead between the start and the end', () => {
    seek(500, 100)
    expect(transport.getState().at).toBe(100)
    seek(-3, 100)
    expect(transport.getState().at).toBe(0)
  })

  it('does not play an empty sequence', () => {
    togglePlay(0)
    shuttle(1, 0)
    expect(transport.getState().speed).toBe(0)
  })

  it('starts over when played at the end', () => {
    seek(100, 100)
    togglePlay(100)
    expect(transport.getState()).toEqual({ at: 0, speed: 1 })
    togglePlay(100)
    expect(transport.getState().speed).toBe(0)
  })

  it('doubles the speed with each press, up to eight, and turns round', () => {
    seek(50, 100)
    const speeds = [1, 1, 1, 1, 1].map((direction) => {
      shuttle(direction as 1, 100)
      return transport.getState().speed
    })
    expect(speeds).toEqual([1, 2, 4, 8, 8])
    shuttle(-1, 100)
    expect(transport.getState().speed).toBe(-1)
  })

  it('does not play backwards from the start', () => {
    shuttle(-1, 100)
    expect(transport.getState().speed).toBe(0)
  })

  it('stops to step', () => {
    seek(10, 100)
    togglePlay(100)
    stepBy(-1, 100)
    expect(transport.getState()).toEqual({ at: 9, speed: 0 })
  })

  it('never drifts: an hour at 23.976 is as many frames as it is', () => {
    const rate = { num: 24_000, den: 1001 }
    expect(playedTo(0, 3_600_000, 1, rate)).toBe(86_313)
    expect(playedTo(100, 1000, -2, { num: 24, den: 1 })).toBe(52)
    expect(playedTo(100, 20, 1, { num: 24, den: 1 })).toBe(100)
  })
})
