import { expect, it } from 'vitest'
import { PcmCache } from '../../../../renderer/sound/pcm-cache.ts'

const HOURS = { pcm: 'a', channels: 2 as const, samples: 4 * 3600 * 48_000 }

/** A file in which sample n of the left side is n, of the right -n. */
function file(): { read: (pcm: string, start: number, end: number) => Promise<ArrayBuffer>; asked: number } {
  const reads = { asked: 0 }
  return {
    get asked() {
      return reads.asked
    },
    read: (_, start, end) => {
      reads.asked += end - start
      const values = new Float32Array((end - start) / 4)
      for (let at = 0; at < values.length; at += 2) values.set([start / 8 + at / 2, -start / 8 - at / 2], at)
      return Promise.resolve(values.buffer)
    },
  }
}

it('gives the very samples that are asked for, across chunks, and asks for none twice while it keeps them', async () => {
  const source = file()
  const cache = new PcmCache(source.read)
  const samples = await cache.samples(HOURS, 32_760, 65_540)
  expect(samples).toHaveLength(2 * (65_540 - 32_760))
  expect([samples[0], samples[1], samples.at(-2), samples.at(-1)]).toEqual([32_760, -32_760, 65_539, -65_539])
  const { asked } = source
  expect(await cache.samples(HOURS, 32_760, 65_540)).toEqual(samples)
  expect(source.asked).toBe(asked)
})

it('keeps little of a sound of hours, and asks again for what failed', async () => {
  const source = file()
  const cache = new PcmCache(source.read)
  for (let at = 0; at < HOURS.samples; at += 3_000_000) await cache.samples(HOURS, at, at + 12_000)
  expect(cache.bytes).toBeLessThanOrEqual(48 * 1024 * 1024)
  expect((await cache.samples(HOURS, HOURS.samples - 3, HOURS.samples)).length).toBe(6)

  let broken = true
  const flaky = new PcmCache((pcm, start, end) => {
    return broken ? Promise.reject(new Error('gone')) : source.read(pcm, start, end)
  })
  await expect(flaky.samples(HOURS, 0, 10)).rejects.toThrow('gone')
  broken = false
  expect((await flaky.samples(HOURS, 0, 10))[2]).toBe(1)
})
