import { expect, it } from 'vitest'
import { Speed } from '../../../../../core/timeline/clip.ts'
import { speedOf } from '../../../../../renderer/timeline/dialogs/speed-of.ts'

it.each([
  [100, false, { num: 1, den: 1 }],
  [200, false, { num: 2, den: 1 }],
  [50, true, { num: -1, den: 2 }],
  [33.3, false, { num: 333, den: 1000 }],
  [0.01, false, { num: 1, den: 1000 }],
  [10_000, false, { num: 100, den: 1 }],
])('says %d percent, backwards %s, as an exact fraction', (percent, backwards, speed) => {
  expect(speedOf(percent, backwards)).toEqual(speed)
  expect(Speed.safeParse(speed).success).toBe(true)
})
