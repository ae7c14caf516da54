import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { decodeFrames, findFfmpeg } from '../../main/media/index.ts'
import { sha256 } from '../../main/files/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { ensureVerified } from '../../main/inference/packs/verify-pack.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import type { TakeResult } from '../../main/inference/worker/protocol.ts'
import { goldenValues, readGolden } from '../../main/inference/golden/index.ts'
import { PACKS, temporaryFolder, type TemporaryFolder } from '../unit/inference/tiny.ts'

const STEPS = 4
const ffmpeg = await findFfmpeg()

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

/** For each pack, what it makes of words and what it makes of most pictures. */
const cases = readdirSync(PACKS).flatMap((name) => {
  const path = join(PACKS, name)
  const golden = join(path, 'golden.json')
  if (!existsSync(golden)) return []
  const { runs } = readGolden(JSON.parse(readFileSync(golden, 'utf8')))
  const plain = runs.find(({ keyframes }) => keyframes.length === 0)
  const most = Math.max(...runs.map(({ keyframes }) => keyframes.length))
  const given = most === 0 ? undefined : runs.find(({ keyframes }) => keyframes.length === most)
  return [plain, given].filter((run) => run !== undefined).map((run) => ({ path, name, what: run.operation, run }))
})

describe.each(cases)('$name, $what', async ({ path, run }) => {
  const pack = await readPack(path)
  await ensureVerified(pack)
  const pipeline = await openPipeline(pack, 'cpu')
  afterAll(() => pipeline.release())
  const { prompt, negativePrompt, size, guidance, scheduler, frames, keyframes } = run

  /** Makes a take named `name`; stops at the first progress for which `stopAt` holds. */
  function make(name: string, stopAt: (stage: string) => boolean = () => false): Promise<TakeResult> {
    let stage = ''
    const request = GenerateRequest.parse({ prompt, negativePrompt, size, guidance, scheduler, frames, steps: STEPS })
    const pictures = keyframes.map(({ rgb }) => Buffer.from(goldenValues(rgb)))
    const paths = pictures.map((rgb, index) => {
      const file = join(folder.path, `picture-${index}.rgb`)
      writeFileSync(file, rgb)
      return file
    })
    const given = keyframes.map(({ at, strength }, index) => ({
      at,
      strength,
      picture: sha256(pictures[index] as Buffer),
    }))
    const options = {
      seed: 7,
      provider: 'cpu' as const,
      program: 'test',
      ...(given.length === 0 ? {} : { keyframes: given }),
    }
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, options)
    return generateTake(
      {
        recipe,
        packPath: path,
        keyframes: paths,
        ffmpegPath: ffmpeg.path,
        checkpointFolder: join(folder.path, name),
        output: join(folder.path, `${name}.mkv`),
      },
      pack,
      pipeline,
      {
        onProgress: (progress) => (stage = progress.stage),
        onPreview: ({ rgb }) => expect(rgb.length).toBeGreaterThan(0),
        cancelled: () => stopAt(stage),
      },
    )
  }

  test('stopped after a step or among the frames and resumed, the take is the same', { timeout: 240_000 }, async () => {
    expect((await make('whole')).frames).toBe(frames)
    const whole = readFileSync(join(folder.path, 'whole.mkv'))
    for (const stop of ['step 1 ', 'step 3 ', 'frame ']) {
      const name = `stopped at ${stop}`
      await expect(make(name, (stage) => stage.startsWith(stop))).rejects.toMatchObject({ code: 'CANCELLED' })
      const { resumedFrom } = await make(name)
      expect(resumedFrom).toBe(stop === 'frame ' ? STEPS : Number(stop.slice(5)))
      expect(readFileSync(join(folder.path, `${name}.mkv`)).equals(whole), name).toBe(true)
    }
    let shown = 0
    const { width, height } = size
    for await (const frame of decodeFrames(ffmpeg, join(folder.path, 'whole.mkv'), {
      from: 0,
      count: frames,
      width,
      height,
    })) {
      shown += frame.length / (3 * width * height)
    }
    expect(shown).toBe(frames)
  })
})
