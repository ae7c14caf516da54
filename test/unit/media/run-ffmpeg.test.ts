import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { probeMedia, runFfmpeg } from '../../../main/media/index.ts'
import { ffmpeg } from './clip.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cortado-run-'))))
afterEach(() => rm(folder, { recursive: true }))

const ENDLESS = ['-re', '-f', 'lavfi', '-i', 'color=s=16x16', '-f', 'null', '-']

describe('runFfmpeg', () => {
  it('quotes the end of the log when ffmpeg fails', async () => {
    await expect(runFfmpeg(ffmpeg, ['-i', join(folder, 'nothing.mkv'), '-f', 'null', '-'])).rejects.toMatchObject({
      code: 'FFMPEG_FAILED',
      message: expect.stringContaining('No such file'),
    })
  })

  it('kills ffmpeg when the signal aborts, before or during the run', async () => {
    await expect(runFfmpeg(ffmpeg, ENDLESS, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    const started = Date.now()
    await expect(runFfmpeg(ffmpeg, ENDLESS, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(Date.now() - started).toBeLessThan(30_000)
  })

  it('kills ffmpeg when its time is up', async () => {
    await expect(runFfmpeg(ffmpeg, ENDLESS, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'FFMPEG_FAILED',
      message: expect.stringContaining('did not finish'),
    })
  })

  it('counts frames as they are made', async () => {
    const seen: number[] = []
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', 'color=s=16x16:r=10:d=2', '-f', 'null', '-'], {
      onProgress: (frames) => seen.push(frames),
    })
    expect(seen.at(-1)).toBe(20)
  })

  it('never lets an input reach the network', async () => {
    let requests = 0
    const server = createServer((_request, response) => {
      requests++
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.ts`
    const playlist = join(folder, 'trap.m3u8')
    await writeFile(playlist, `#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n${address}\n#EXT-X-ENDLIST\n`)
    await expect(probeMedia(ffmpeg, playlist)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    await expect(probeMedia(ffmpeg, address)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    expect(requests).toBe(0)
    await new Promise((resolve) => server.close(resolve))
  })

  it('takes names with quotes, spaces, colons, percent signs and a leading dash', async () => {
    const name = "-a 'b' 50%d: ü.mkv"
    const { writeClip } = await import('./clip.ts')
    expect(await writeClip(join(folder, name), { frames: 2 })).toMatchObject({ frames: 2 })
    expect(await readdir(folder)).toEqual([name])
  })
})
