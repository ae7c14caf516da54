import { describe, expect, it } from 'vitest'
import { shotWords, takeBeside, tileBeyond, wallOf } from '../../../../renderer/library/wall.ts'
import { shot, take } from '../film.ts'
import { job } from '../job.ts'

describe('wallOf', () => {
  it('gives each shot its number and its own jobs, failed ones last', () => {
    const shots = [shot('new', []), shot('old', [take(1)])]
    const jobs = [
      job('failed1', 'old', { state: 'failed' }),
      job('run', 'old', { state: 'running' }),
      job('wait', 'new'),
      job('pause', 'old', { state: 'paused' }),
      job('gone', 'old', { state: 'cancelled' }),
      job('done', 'old', { state: 'done' }),
      job('film', 'old', { payload: { kind: 'render', sequence: 's', preset: 'h264', out: '/film.mp4' } }),
    ]
    const rows = wallOf(shots, jobs)
    expect(rows.map((row) => [row.number, row.jobs.map(({ id }) => id)])).toEqual([
      [2, ['wait']],
      [1, ['run', 'pause', 'failed1']],
    ])
  })
})

describe('shotWords', () => {
  const words = (takes: number, ...jobs: ReturnType<typeof job>[]): string =>
    shotWords({
      shot: shot(
        'a',
        Array.from({ length: takes }, (_, index) => take(index + 1)),
      ),
      number: 4,
      takes: [],
      jobs,
    })

  it('counts what is done, what is to come and what failed', () => {
    expect(words(0)).toBe('shot 4 · no takes yet')
    expect(words(1)).toBe('shot 4 · 1 take')
    expect(words(7)).toBe('shot 4 · 7 takes')
    expect(words(2, job('a', 'a'), job('b', 'a', { state: 'running' }))).toBe('shot 4 · 2 of 4 takes done')
    expect(words(0, job('a', 'a', { state: 'failed' }))).toBe('shot 4 · no takes yet · 1 failed')
  })
})

describe('takeBeside', () => {
  it('walks the order and stops at its ends', () => {
    expect(takeBeside(['a', 'b'], 'a', 1)).toBe('b')
    expect(takeBeside(['a', 'b'], 'b', 1)).toBeUndefined()
    expect(takeBeside(['a', 'b'], 'a', -1)).toBeUndefined()
  })
  it('comes in at the near end from nowhere, or from a take that is not shown', () => {
    expect(takeBeside(['a', 'b'], null, 1)).toBe('a')
    expect(takeBeside(['a', 'b'], 'hidden', -1)).toBe('b')
    expect(takeBeside([], null, 1)).toBeUndefined()
  })
})

describe('tileBeyond', () => {
  // Two rows of three, then another shot with two wider tiles.
  const tiles = [0, 100, 200]
    .map((left) => ({ id: `a${left}`, left, top: 0, width: 90 }))
    .concat([0, 100].map((left) => ({ id: `b${left}`, left, top: 100.4, width: 90 })))
    .concat([0, 150].map((left) => ({ id: `c${left}`, left, top: 260, width: 140 })))

  it('goes to the nearest tile of the next row, across shots', () => {
    expect(tileBeyond(tiles, 'a100', 1)).toBe('b100')
    expect(tileBeyond(tiles, 'a200', 1)).toBe('b100')
    expect(tileBeyond(tiles, 'b0', 1)).toBe('c0')
    expect(tileBeyond(tiles, 'c150', -1)).toBe('b100')
  })
  it('stops at the first and the last row, and comes in from nowhere', () => {
    expect(tileBeyond(tiles, 'a0', -1)).toBeUndefined()
    expect(tileBeyond(tiles, 'c0', 1)).toBeUndefined()
    expect(tileBeyond(tiles, null, 1)).toBe('a0')
    expect(tileBeyond(tiles, 'hidden', -1)).toBe('c150')
    expect(tileBeyond([], null, 1)).toBeUndefined()
  })
})
