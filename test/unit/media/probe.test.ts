import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeProxy, probeMedia } from '../../../main/media/index.ts'
import { ffmpeg, writeClip } from './clip.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cortado-probe-'))))
afterAll(() => rm(folder, { recursive: true }))

describe('probeMedia', () => {
  it('refuses text, nothing and a missing file', async () => {
    const text = join(folder, 'text.mp4')
    await writeFile(text, 'not a video')
    await writeFile(join(folder, 'empty.mp4'), '')
    for (const path of [text, join(folder, 'empty.mp4'), join(folder, 'missing.mp4')])
      await expect(probeMedia(ffmpeg, path)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
  })

  it.each([
    [8, 1],
    [24, 1],
    [24000, 1001],
    [30000, 1001],
    [60000, 1001],
    [25, 2],
  ])('reads frames and the exact rate %i/%i of a master and of its proxy', async (num, den) => {
    const rate = { num, den }
    const master = await writeClip(join(folder, `${num}.mkv`), { frames: 31, rate, width: 32, height: 18 })
    expect(master).toMatchObject({ frames: 31, rate, size: { width: 32, height: 18 }, codec: 'ffv1' })
    const proxy = join(folder, `${num}.mp4`)
    await makeProxy(ffmpeg, master, { out: proxy })
    expect(await probeMedia(ffmpeg, proxy)).toMatchObject({
      frames: 31,
      rate,
      codec: 'h264',
      duration: (31 * den) / num,
    })
  })
})
