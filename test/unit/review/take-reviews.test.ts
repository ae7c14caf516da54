import { rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Take } from '../../../core/library/entities.ts'
import { orderTakes } from '../../../core/review/order.ts'
import type { Library } from '../../../main/library/index.ts'
import { findFfmpeg } from '../../../main/media/index.ts'
import { createTakeReviews, reviewVideo } from '../../../main/review/index.ts'
import { lavfiClip } from '../../support/lavfi.ts'
import { adopt, newLibrary, recipe, temporaryFolder } from '../library/sample.ts'

const GRAIN = 'gradients=size=160x96:rate=12:duration=2:seed=4:x0=0:y0=0,noise=alls=12:allf=t'
const FLICKER = `${GRAIN},eq=brightness='0.05*(mod(n\\,2)*2-1)':eval=frame`

async function take(library: Library, filters: string): Promise<Take> {
  const path = await lavfiClip(library.media.temporary('mkv'), filters)
  const { sha256: master } = await library.media.adopt(path, 'video/x-matroska')
  const picture = await adopt(library, `picture of ${filters}`)
  return library.takes.record({
    job: null,
    shot: library.shots.create({ prompt: filters }).id,
    recipe: recipe({ prompt: filters, frames: 24 }),
    master,
    proxy: master,
    poster: picture,
    filmstrip: picture,
    filmstripFrames: 8,
    frames: 24,
    rate: { num: 12, den: 1 },
    size: { width: 160, height: 96 },
    parent: null,
    madeInMs: null,
    peakBytes: null,
  })
}

describe('a video', () => {
  it('is measured through a lossy codec too', async () => {
    const folder = await temporaryFolder()
    const ffmpeg = await findFfmpeg()
    const h264 = ['-c:v', 'libx264', '-crf', '20', '-pix_fmt', 'yuv420p']
    const pan = 'mandelbrot=size=256x144:rate=24:end_scale=0.05:end_pts=60,trim=end_frame=24'
    expect(await reviewVideo(ffmpeg, await lavfiClip(`${folder}/clean.mp4`, pan, h264))).toMatchObject({
      frames: 24,
      still: false,
      findings: [],
    })
    // The filter counts from one: frame 9 is shown seven times.
    const frozen = `${pan},loop=loop=6:size=1:start=10,setpts=N/24/TB`
    expect((await reviewVideo(ffmpeg, await lavfiClip(`${folder}/frozen.mp4`, frozen, h264))).findings).toContainEqual(
      expect.objectContaining({ kind: 'frozen', from: 9, to: 15 }),
    )
    const flicker = await reviewVideo(ffmpeg, await lavfiClip(`${folder}/flicker.mp4`, FLICKER, h264))
    expect(flicker.findings.map(({ kind }) => kind)).toEqual(['flicker'])
  })

  it('that is no video, or not there, is refused by name', async () => {
    const folder = await temporaryFolder()
    const ffmpeg = await findFfmpeg()
    const words = `${folder}/words.mp4`
    await writeFile(words, 'a red kite over a grey sea')
    await expect(reviewVideo(ffmpeg, words)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    await expect(reviewVideo(ffmpeg, `${folder}/nowhere.mp4`)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the takes of a project', () => {
  it('are measured when asked for, once, and again on request', async () => {
    const library = await newLibrary()
    const told: string[] = []
    const reviews = createTakeReviews(library, ({ id }) => told.push(id))
    const [calm, flickers] = [await take(library, GRAIN), await take(library, FLICKER)]
    reviews.request(flickers.id)
    const [found, same] = await Promise.all([reviews.get(flickers.id), reviews.get(flickers.id)])
    expect(found.findings.map(({ kind }) => kind)).toEqual(['flicker'])
    expect(same).toEqual(found)
    expect(told).toEqual([flickers.id])
    expect((await reviews.get(calm.id)).findings).toEqual([])
    expect(await reviews.get(calm.id)).toEqual(library.takes.review(calm.id))
    expect(told).toEqual([flickers.id, calm.id])
    await reviews.get(calm.id, true)
    expect(told).toEqual([flickers.id, calm.id, calm.id])
    const order = (by: Parameters<typeof orderTakes>[1]) => orderTakes(library.takes.list(), by).map(({ id }) => id)
    expect([order('rank'), order('flicker')]).toEqual([
      [calm.id, flickers.id],
      [calm.id, flickers.id],
    ])
    await reviews.close()
  })

  it('that lost their master fail for whoever asks, and for nobody else', async () => {
    const library = await newLibrary()
    const reviews = createTakeReviews(library, () => {})
    const [lost, kept] = [await take(library, GRAIN), await take(library, FLICKER)]
    await rm(library.media.locate(lost.master)?.path ?? '')
    reviews.request(lost.id)
    reviews.request(kept.id)
    await expect(reviews.get(lost.id)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    expect((await reviews.get(kept.id)).frames).toBe(24)
    await reviews.close()
  })

  it('are let go of at once when the project closes', async () => {
    const library = await newLibrary()
    const reviews = createTakeReviews(library, () => {
      throw new Error('the project is closed')
    })
    const { id } = await take(library, GRAIN)
    const asked = reviews.get(id)
    const refused = expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/CANCELLED|NO_PROJECT/) })
    await reviews.close()
    await refused
    expect(library.takes.review(id)).toBeNull()
  })
})
