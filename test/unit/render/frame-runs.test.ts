import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameRuns } from '../../../main/render/frame-runs.ts'

it('is one run for a clip that plays forwards, whatever its speed, and for a held frame', () => {
  expect(frameRuns([3, 3, 4, 6, 9], 1)).toEqual([{ frames: [3, 3, 4, 6, 9], backwards: false }])
  expect(frameRuns([5, 5, 5], 1)).toEqual([{ frames: [5, 5, 5], backwards: false }])
})

it('keeps no more frames of a clip that plays backwards than it may', () => {
  expect(frameRuns([9, 9, 8, 7, 7, 6], 3)).toEqual([
    { frames: [9, 9, 8, 7, 7], backwards: true },
    { frames: [6], backwards: false },
  ])
})

it('gives every frame once and in order, in runs that never turn around', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 5 }), (frames, most) => {
      const runs = frameRuns(frames, most)
      expect(runs.flatMap((run) => [...run.frames])).toEqual(frames)
      for (const { frames, backwards } of runs) {
        expect(frames).toEqual([...frames].sort((a, b) => (backwards ? b - a : a - b)))
        if (backwards) expect(new Set(frames).size).toBeLessThanOrEqual(most)
      }
    }),
  )
})
