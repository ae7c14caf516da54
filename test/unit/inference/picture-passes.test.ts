import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GenerateRequest } from '../../../core/generation/request.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import { sha256 } from '../../../main/files/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import type { Clip, VideoPipeline } from '../../../main/inference/pipelines/pipeline.ts'
import { generateTake } from '../../../main/inference/worker/generate-take.ts'
import { decodeFrames, findFfmpeg } from '../../../main/media/index.ts'
import { shortPasses } from '../../support/short-passes.ts'
import { temporaryFolder } from './tiny.ts'

const ffmpeg = await findFfmpeg()

test('a pack that takes pictures goes on from the last frame of each pass, and its first pass is a clip of its own', async () => {
  using folder = temporaryFolder()
  const pack = await readPack(shortPasses('tiny-wan-i2v', join(folder.path, 'pack'), 17))
  const { width, height } = pack.manifest.size.default
  const picture = join(folder.path, 'first.rgb')
  const rgb = Buffer.alloc(3 * width * height).map((_, i) => (i * 11) % 256)
  writeFileSync(picture, rgb)
  const keyframes = [{ at: 0, strength: 1, picture: sha256(rgb) }]
  const real = await openPipeline(pack, 'cpu')

  /** All frames of a clip, and the clips that the pipeline was asked for to make it. */
  async function make(frames: number): Promise<{ shown: Buffer[]; clips: Clip[] }> {
    const request = GenerateRequest.parse({ prompt: 'a red ball', frames, steps: 2, guidance: 1.5 })
    const options = { seed: 3, provider: 'cpu', program: 'test', keyframes } as const
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, options)
    const output = join(folder.path, `${frames}.mkv`)
    const paths = { packPath: pack.path, ffmpegPath: ffmpeg.path, checkpointFolder: join(folder.path, `${frames}`) }
    const clips: Clip[] = []
    const watched: VideoPipeline = { ...real, begin: (clip, ...rest) => (clips.push(clip), real.begin(clip, ...rest)) }
    const quiet = { onProgress: () => undefined, onPreview: () => undefined, cancelled: () => false }
    await generateTake({ recipe, ...paths, output, keyframes: [picture] }, pack, watched, quiet)
    const shown: Buffer[] = []
    const options2 = { from: 0, count: frames, width, height, rate: pack.manifest.rate }
    for await (const frame of decodeFrames(ffmpeg, output, options2)) shown.push(Buffer.from(frame))
    return { shown, clips }
  }

  try {
    // Nine latent frames and eight made after them, in two passes of eight.
    const { shown, clips } = await make(33)
    const firsts = clips.flatMap(({ footage }) => (footage?.first === undefined ? [] : [Buffer.from(footage.first)]))
    // Once for the steps of the second pass, once for its frames.
    expect(firsts).toHaveLength(2)
    expect(firsts.every((first) => first.equals(shown[16] as Buffer))).toBe(true)
    const alone = await make(17)
    expect(alone.shown.every((frame, index) => frame.equals(shown[index] as Buffer))).toBe(true)
    expect(shown[17]?.equals(shown[16] as Buffer)).toBe(false)
  } finally {
    await real.release()
  }
})
