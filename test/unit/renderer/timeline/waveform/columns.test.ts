import { expect, it } from 'vitest'
import { peakLevels, peakWriter } from '../../../../../core/library/waveform.ts'
import type { Clip } from '../../../../../core/timeline/clip.ts'
import { frame } from '../../../../../core/timeline/time.ts'
import { partInView, waveformColumns } from '../../../../../renderer/timeline/waveform/columns.ts'
import { columnPeaks } from '../../../../../renderer/timeline/waveform/column-peaks.ts'
import { PeakCache } from '../../../../../renderer/timeline/waveform/peak-cache.ts'

const RATE = { num: 24, den: 1 }
const base = { start: frame(10), length: frame(48), offset: frame(5) }
const columns = (clip: Partial<Clip>, pxPerFrame = 2) =>
  waveformColumns({ ...base, ...clip }, RATE, 48_000, pxPerFrame, { from: 4, to: 6 })
const at = (speed: number) => ({ lead: frame(0), points: [{ at: 0, speed: { num: speed, den: 1 } }] })

it('stands for the samples that are heard: offset, shift, speed, backwards, and as loud as the clip makes them', () => {
  // Two pixels a frame of 2,000 samples, two frames into the clip.
  expect(columns({})).toEqual([
    { from: 14_000, to: 15_000, gain: 1 },
    { from: 15_000, to: 16_000, gain: 1 },
  ])
  expect(columns({ shift: 300 as never })?.[0]).toMatchObject({ from: 13_700, to: 14_700 })
  expect(columns({ retime: at(2) })?.[0]).toMatchObject({ from: 18_000.5, to: 20_000.5 })
  expect(columns({ offset: frame(20), retime: at(-1) })?.[0]).toMatchObject({ from: 37_000, to: 38_000 })
  expect(columns({ retime: at(40) })).toBeNull()
  const fade = [
    { at: 5, value: 0, ease: 'linear' as const },
    { at: 9, value: -40, ease: 'hold' as const },
  ]
  expect(columns({ look: { volume: fade } })?.[0]?.gain).toBeCloseTo(0.1)
})

it('is drawn only where it is in view', () => {
  expect(partInView(base, 2, { from: 40, to: 60 })).toEqual({ from: 20, to: 40 })
  expect(partInView(base, 2, { from: 0, to: 10_000 })).toEqual({ from: 0, to: 96 })
  expect(partInView(base, 2, { from: 400, to: 900 })).toBeNull()
})

it('reads only the tiles of the level that fits, at any zoom', async () => {
  const samples = 1_440_000
  const sound = Float32Array.from({ length: samples }, (_, at) => (at % 48_000 === 100 ? 0.9 : -0.25))
  const writer = peakWriter(1)
  const bytes = Buffer.concat([writer.push(sound), writer.end()])
  expect(bytes).toHaveLength(peakLevels(samples).reduce((sum, { peaks }) => sum + 4 * peaks, 0))
  let read = 0
  const cache = new PeakCache((_, start, end) => {
    read += end - start
    return Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer)
  })
  const waveform = { file: 'a', samples }
  for (const width of [40, 900, 48_000]) {
    read = 0
    const wide = Array.from({ length: 20 }, (_, x) => ({ from: x * width, to: (x + 1) * width, gain: 0.5 }))
    const arrived = new Promise<void>((resolve) => cache.subscribe(resolve))
    const first = columnPeaks(wide, waveform, cache)
    if (first !== 'failed' && first.includes(null)) await arrived
    const peaks = columnPeaks(wide, waveform, cache)
    // A peak belongs to every column that it touches.
    const each = width < 512 ? 64 : width < 4096 ? 512 : 4096
    const hit = Array.from({ length: 30 }, (_, second) => Math.floor((second * 48_000 + 100) / each))
    const loud = wide.map(({ from, to }) =>
      hit.some((peak) => peak >= Math.floor(from / each) && peak < Math.ceil(to / each)),
    )
    expect(peaks).toEqual(
      loud.map((yes) => [expect.closeTo(-0.125, 3) as number, expect.closeTo(yes ? 0.45 : -0.125, 3) as number]),
    )
    expect(read).toBeLessThanOrEqual(16_384)
  }
})
