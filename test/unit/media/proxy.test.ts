import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeFrames, makeFilmstrip, makePoster, makeProxy, probeMedia, runFfmpeg } from '../../../main/media/index.ts'
import type { MediaInfo } from '../../../main/media/index.ts'
import { ffmpeg, numberedFrame, RATE_8, readNumber, writeClip } from './clip.ts'

let folder: string
let clip: MediaInfo
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cortado-proxy-'))
  clip = await writeClip(join(folder, 'clip.mkv'), { frames: 40, rate: RATE_8, width: 65, height: 37 })
})
afterAll(() => rm(folder, { recursive: true }))

describe('makeProxy', () => {
  it('keeps every frame, each a key frame, in even size, and gives the same bytes again', async () => {
    const [a, b] = [join(folder, 'a.mp4'), join(folder, 'b.mp4')]
    await makeProxy(ffmpeg, clip, { out: a })
    await makeProxy(ffmpeg, clip, { out: b })
    expect(await probeMedia(ffmpeg, a)).toMatchObject({ frames: 40, rate: RATE_8, size: { width: 66, height: 38 } })
    expect((await readFile(a)).equals(await readFile(b))).toBe(true)
    const { stdout } = await runFfmpeg(ffmpeg, ['-skip_frame', 'nokey', '-i', a, '-f', 'framecrc', 'pipe:1'])
    expect(stdout.toString().match(/^0,/gm)).toHaveLength(40)
  })

  it('keeps colours within 2 of 255 and the order of frames', async () => {
    const out = join(folder, 'colour.mp4')
    await makeProxy(ffmpeg, clip, { out })
    let n = 0
    for await (const frame of decodeFrames(ffmpeg, out, { from: 0, count: 40, width: 66, height: 38 })) {
      expect(readNumber(frame, 66, 38)).toBe(n)
      const want = numberedFrame(n++, 1, 1)
      const at = (19 * 66 + 33) * 3
      for (const channel of [0, 1, 2])
        expect(Math.abs((frame[at + channel] ?? 0) - (want[channel] ?? 0))).toBeLessThan(3)
    }
  })

  it('has its index in front of its pictures', async () => {
    const out = join(folder, 'fast.mp4')
    await makeProxy(ffmpeg, clip, { out })
    const bytes = await readFile(out)
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  })

  it('leaves nothing behind when it is cancelled', async () => {
    await expect(
      makeProxy(ffmpeg, clip, { out: join(folder, 'no.mp4'), signal: AbortSignal.timeout(1) }),
    ).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await readdir(folder)).filter((name) => name.includes('no.mp4'))).toEqual([])
  })
})

describe('pictures', () => {
  it('makes a poster of the middle frame, at least 256 wide', async () => {
    const out = join(folder, 'poster.jpg')
    await makePoster(ffmpeg, clip, { out })
    expect(await probeMedia(ffmpeg, out)).toMatchObject({ size: { width: 256, height: 146 }, codec: 'mjpeg' })
    for await (const frame of decodeFrames(ffmpeg, out, { from: 0, count: 1, width: 256, height: 146 }))
      expect(readNumber(frame, 256, 146)).toBe(20)
  })

  it.each([
    [3, 3, [0, 1, 2]],
    [40, 16, Array.from({ length: 16 }, (_, n) => Math.floor((n + 0.5) * 2.5))],
  ])('lays %i frames out as %i', async (frames, shown, numbers) => {
    const source = frames === 40 ? clip : await writeClip(join(folder, 'short.mkv'), { frames, width: 65, height: 37 })
    const out = join(folder, `strip-${frames}.jpg`)
    expect(await makeFilmstrip(ffmpeg, source, { out })).toEqual({ frames: shown })
    const width = shown * 128
    for await (const strip of decodeFrames(ffmpeg, out, { from: 0, count: 1, width, height: 72 })) {
      const at = (n: number): number => readNumber(strip.subarray((36 * width + n * 128 + 64) * 3), 1, 1)
      expect(numbers.map((_, n) => at(n))).toEqual(numbers)
    }
  })
})
