import { describe, expect, it } from 'vitest'
import type { Keyframe } from '../../../../core/look/keyframes.ts'
import { drawnKeys, merged, movedKeys, nearest } from '../../../../renderer/keyframes/key-list.ts'

const key = (at: number, value = at): Keyframe => ({ at, value, ease: 'linear' })
const keys = [0, 10, 12, 20].map((at) => key(at))
const places = (list: Keyframe[]) => list.map(({ at, value }) => [at, value])

describe('movedKeys', () => {
  it('keeps the order of time, and takes the place of what lies there', () => {
    const moved = movedKeys(keys, new Set([10]), 2, 30)
    expect(places(moved)).toEqual([
      [0, 0],
      [12, 10],
      [20, 20],
    ])
    expect(places(movedKeys(keys, new Set([0, 10]), 11, 30)).map(([at]) => at)).toEqual([11, 12, 20, 21])
  })
  it('leaves nothing behind that was inside the clip, and moves what lies outside with the rest', () => {
    expect(movedKeys(keys, new Set([12, 20]), 50, 25).map(({ at }) => at)).toEqual([0, 10, 16, 24])
    expect(movedKeys([key(-5), ...keys], new Set([-5, 0]), -3, 25).map(({ at }) => at)).toEqual([-5, 0, 10, 12, 20])
    expect(movedKeys([key(-5), key(3)], new Set([-5]), -3, 25).map(({ at }) => at)).toEqual([-8, 3])
  })
})

it('pastes over what lies at the same frames', () => {
  expect(places(merged(keys, [key(12, 99), key(13, 98)])).slice(2)).toEqual([
    [12, 99],
    [13, 98],
    [20, 20],
  ])
})

it('finds the nearest keyframe, where one is near enough', () => {
  expect(nearest(keys, 11.2, 3)?.at).toBe(12)
  expect(nearest(keys, 16, 3)).toBeUndefined()
})

it('draws ten thousand keyframes as few marks, and always those that are selected', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => key(at))
  const drawn = drawnKeys(many, { from: 0, to: 9999 }, new Set([4321]), 100)
  expect(drawn.length).toBeLessThan(110)
  expect(drawn.map(({ at }) => at)).toContain(4321)
  expect(drawnKeys(many, { from: 50, to: 60 }, new Set(), 100)).toHaveLength(11)
})
