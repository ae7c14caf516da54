import { describe, expect, it } from 'vitest'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import { Clip } from '../../../../core/timeline/clip.ts'
import { clipOfTake, clipUnder, placeEdit, targetTrack } from '../../../../renderer/timeline/take-clip.ts'
import { clipBeside, cutBeside } from '../../../../renderer/timeline/walk.ts'
import { clip, sequence, shot, take } from '../film.ts'

const film = sequence([clip('one', 0, 48), clip('two', 60, 40)], [clip('high', 20, 10)])

describe('a clip of a take', () => {
  it('has the length of the take at the rate of the sequence', () => {
    const made = clipOfTake(take(1), shot('shotnumber1', [take(1)]), film, 12, 'a1b2c3d4e5f60718')
    expect(Clip.parse(made)).toMatchObject({ start: 12, length: 48, available: 48, offset: 0 })
    expect(made.source).toEqual({ kind: 'shot', shot: 'shotnumber1' })
  })

  it('keeps at least a frame of a take that is shorter than one', () => {
    const short = take(1, { frames: 1, rate: { num: 120, den: 1 } })
    expect(clipOfTake(short, shot('shotnumber1', [short]), film, 0, 'a1b2c3d4e5f60718').length).toBe(1)
  })

  it('pushes or replaces what is there', () => {
    const made = clipOfTake(take(1), shot('shotnumber1', [take(1)]), film, 10, 'a1b2c3d4e5f60718')
    const starts = (how: 'insert' | 'overwrite') =>
      [...(applyEdit(film, placeEdit(how, 'track-1', made, 'splitsplit')).tracks[0]?.items ?? [])].map((c) => c.start)
    expect(starts('insert')).toEqual([0, 10, 58, 108])
    expect(starts('overwrite')).toEqual([0, 10, 60])
  })
})

describe('what a key means', () => {
  it('works on the track of the selected clip, else on the lowest', () => {
    expect(targetTrack(film, 'high')?.id).toBe('track-2')
    expect(targetTrack(film, null)?.id).toBe('track-1')
    expect(targetTrack(sequence(), null)).toBeUndefined()
  })

  it('cuts the selected clip where the playhead is inside it, else the topmost', () => {
    expect(clipUnder(film, 25, null)?.id).toBe('high')
    expect(clipUnder(film, 25, 'one')?.id).toBe('one')
    expect(clipUnder(film, 25, 'two')?.id).toBe('high')
    expect(clipUnder(film, 50, 'one')).toBeNull()
  })

  it('walks from cut to cut and stays at the ends', () => {
    expect(cutBeside(film, 20, 1)).toBe(30)
    expect(cutBeside(film, 20, -1)).toBe(0)
    expect(cutBeside(film, 0, -1)).toBe(0)
    expect([25, 15, 30].map((at) => cutBeside(film, at, -1))).toEqual([20, 0, 20])
    expect(cutBeside(film, 100, 1)).toBe(100)
  })

  it('walks from clip to clip and stops after the last', () => {
    expect(clipBeside(film, 'one', 0, 1)?.id).toBe('high')
    expect(clipBeside(film, 'two', 0, 1)).toBeNull()
    expect(clipBeside(film, null, 55, 1)?.id).toBe('two')
    expect(clipBeside(film, null, 55, -1)?.id).toBe('high')
    expect(clipBeside(sequence([]), null, 0, 1)).toBeNull()
    // Clips that start together follow each other from the lowest track up.
    const stacked = sequence([clip('a', 0, 5), clip('d', 5, 5)], [clip('b', 0, 5)], [clip('c', 2, 5)])
    const steps = (step: 1 | -1, from: string): (string | undefined)[] => {
      const next = clipBeside(stacked, from, 0, step)?.id
      return next === undefined ? [] : [next, ...steps(step, next)]
    }
    expect(steps(1, 'a')).toEqual(['b', 'c', 'd'])
    expect(steps(-1, 'd')).toEqual(['c', 'b', 'a'])
  })
})
