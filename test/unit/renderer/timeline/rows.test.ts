import { expect, it } from 'vitest'
import { ClipList } from '../../../../core/timeline/clip-list.ts'
import type { Sequence, Track } from '../../../../core/timeline/sequence.ts'
import type { Clip } from '../../../../core/timeline/clip.ts'
import { clipsInBox, placeBeside, rowAt, rowsHeight, trackRows } from '../../../../renderer/timeline/rows.ts'
import { clip, sequence } from '../film.ts'

function track(id: string, kind: Track['kind'], items: Clip[] = []): Track {
  return { id, kind, name: id, items: ClipList.from(items) }
}

const film: Sequence = {
  ...sequence(),
  tracks: [
    track('picture', 'video', [clip('one', 0, 48), clip('two', 60, 20)]),
    track('sound', 'audio', [clip('hum', 0, 100)]),
    track('over', 'video', [clip('logo', 10, 10)]),
    track('words', 'caption'),
    track('music', 'audio'),
  ],
}

it('puts captions over pictures over sounds, with a line between pictures and sounds', () => {
  const rows = trackRows(film)
  expect(rows.map(({ track: { id }, label, divided }) => [id, label, divided])).toEqual([
    ['words', 'C1', false],
    ['over', 'V2', false],
    ['picture', 'V1', false],
    ['sound', 'A1', true],
    ['music', 'A2', false],
  ])
  expect(rows.every((row, index) => row.top === rowsHeight(rows.slice(0, index)))).toBe(true)
})

it('finds the row at a height, and none beside them', () => {
  const rows = trackRows(film)
  for (const row of rows) {
    expect(rowAt(rows, row.top)?.label).toBe(row.label)
    expect(rowAt(rows, row.top + row.height - 0.5)?.label).toBe(row.label)
  }
  expect(rowAt(rows, -1)).toBeNull()
  expect(rowAt(rows, rowsHeight(rows))).toBeNull()
})

it('selects what a box touches, whichever way it is drawn', () => {
  const rows = trackRows(film)
  const picture = rows.find(({ label }) => label === 'V1')
  const sound = rows.find(({ label }) => label === 'A1')
  if (!picture || !sound) throw new Error('no rows')
  const box = { x: [45 * 4, 62 * 4], y: [picture.top + 10, sound.top + 5] } as {
    x: [number, number]
    y: [number, number]
  }
  expect(clipsInBox(rows, box, 4)).toEqual(['one', 'two', 'hum'])
  const [x0, x1] = box.x
  const [y0, y1] = box.y
  expect(clipsInBox(rows, { x: [x1, x0], y: [y1, y0] }, 4)).toEqual(['one', 'two', 'hum'])
  expect(clipsInBox(rows, { x: [49 * 4, 59 * 4], y: [picture.top, picture.top + 5] }, 4)).toEqual([])
})

it('moves a track up and down as it is seen, among its own kind', () => {
  const at = (id: string, direction: 'up' | 'down'): number | null => {
    const found = film.tracks.find((one) => one.id === id)
    return found ? placeBeside(film, found, direction) : null
  }
  expect(at('picture', 'up')).toBe(2)
  expect(at('picture', 'down')).toBeNull()
  expect(at('sound', 'down')).toBe(4)
  expect(at('sound', 'up')).toBeNull()
  expect(at('words', 'up')).toBeNull()
})
