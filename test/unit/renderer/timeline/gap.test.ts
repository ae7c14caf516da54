import { expect, it } from 'vitest'
import { besideGap, gapAt } from '../../../../renderer/timeline/gap.ts'
import { clip, sequence } from '../film.ts'

const film = sequence([clip('one', 5, 10), clip('two', 15, 10), clip('three', 40, 10)])
const [track] = film.tracks

it('is a gap between two clips, and not before the first, after the last, or where they touch', () => {
  if (!track) throw new Error('no track')
  const gap = { track: 'track-1', start: 25, length: 15 }
  expect([25, 30, 39].map((at) => gapAt(track, at))).toEqual([gap, gap, gap])
  expect([0, 10, 15, 24, 40, 60].map((at) => gapAt(track, at))).toEqual([null, null, null, null, null, null])
})

it('has a clip on either side, until one of them moves', () => {
  const beside = besideGap(film, { track: 'track-1', start: 25, length: 15 })
  expect([beside?.before.id, beside?.after.id]).toEqual(['two', 'three'])
  expect(besideGap(film, { track: 'track-1', start: 25, length: 14 })).toBeNull()
})
