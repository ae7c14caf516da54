import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeFrames, makeMaskFilm, runFfmpeg } from '../../../main/media/index.ts'
import { ffmpeg } from './clip.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cortado-mask-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A black PNG with a white column, at `x` of 16. */
async function column(x: number): Promise<Buffer> {
  const picture = `color=black:s=16x8:d=1:r=1,drawbox=x=${x}:y=0:w=1:h=8:color=white:t=fill,format=rgba`
  const { stdout } = await runFfmpeg(ffmpeg, [
    '-f',
    'lavfi',
    '-i',
    picture,
    '-frames:v',
    '1',
    '-c:v',
    'png',
    '-f',
    'image2pipe',
    'pipe:1',
  ])
  return stdout
}

it('keeps every picture, in order and to the bit, and equal pictures give equal files', async () => {
  const pngs = await Promise.all([3, 9, 9, 0].map(column))
  const [one, two] = [join(folder, 'one.mkv'), join(folder, 'two.mkv')]
  await makeMaskFilm(ffmpeg, pngs, one)
  await makeMaskFilm(ffmpeg, pngs, two)
  expect(await readFile(one)).toEqual(await readFile(two))
  const white: number[][] = []
  for await (const rgb of decodeFrames(ffmpeg, one, { from: 0, count: 4, width: 16, height: 8 })) {
    white.push(Array.from({ length: 16 }, (_, x) => x).filter((x) => rgb[3 * x] === 255))
  }
  expect(white).toEqual([[3], [9], [9], [0]])
})

it('refuses what is no PNG and leaves nothing', async () => {
  const out = join(folder, 'none.mkv')
  const broken = [await column(1), Buffer.from('no picture'), await column(2)]
  await expect(makeMaskFilm(ffmpeg, broken, out)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
  expect(existsSync(out)).toBe(false)
})
