import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { abilitiesOf } from '../../core/generation/abilities.ts'
import { holds } from '../../core/generation/latent-time.ts'
import { Change, GenerateRequest } from '../../core/generation/request.ts'
import { givenPicture, resolveChange } from '../../core/generation/resolve-change.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { decodeFrames, findFfmpeg, openMasterWriter } from '../../main/media/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { type PackFolder } from '../../main/inference/packs/pack-folder.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import type { VideoPipeline } from '../../main/inference/pipelines/pipeline.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import type { GenerateTask, TakeResult } from '../../main/inference/worker/protocol.ts'
import { shortPasses } from '../support/short-passes.ts'
import { PACKS, temporaryFolder, type TemporaryFolder } from '../unit/inference/tiny.ts'

const STEPS = 4
const FRAMES = 17
const EDGE = 32
const TAKE = '0'.repeat(20)
const NEXT = '1'.repeat(20)
const ffmpeg = await findFfmpeg()
const BUNDLED = join(import.meta.dirname, '../../assets/models/cortado-mini')

/** Packs told to make short passes, so that what they make over footage takes several. */
const passes = temporaryFolder()
const short = ['tiny-wan', 'tiny-wan-i2v'].map((name) => shortPasses(name, join(passes.path, name), 9))
afterAll(() => passes[Symbol.dispose]())

const packs = await Promise.all(
  [...readdirSync(PACKS).map((name) => join(PACKS, name)), BUNDLED, ...short]
    .filter((path) => existsSync(join(path, 'pack.json')))
    .map((path) => readPack(path)),
)
const able = packs.filter(({ manifest }) => abilitiesOf(manifest).footage)

const WISHES: Record<string, object> = {
  'image to video': { operation: 'image-to-video', picture: { path: 'given' } },
  extend: { operation: 'extend', take: TAKE, frames: 8 },
  'extend backwards': { operation: 'extend', take: TAKE, frames: 9, direction: 'backwards' },
  retake: { operation: 'retake', take: TAKE, from: 5, to: 13 },
  bridge: { operation: 'bridge', take: TAKE, next: NEXT, frames: 8 },
  inpaint: { operation: 'inpaint', take: TAKE, mask: { path: 'given' } },
  restyle: { operation: 'restyle', take: TAKE, strength: 0.5, from: 0, to: 17 },
}

function nameOf({ path, manifest }: PackFolder): string {
  return short.includes(path) ? `${manifest.id} in passes` : manifest.id
}

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

test('some pack of every family can change footage', () => {
  expect(able.map(({ manifest }) => manifest.family)).toEqual(
    expect.arrayContaining(['latte', 'animatediff', 'wan', 'ltx']),
  )
})

describe.each(able.map((pack) => ({ pack, id: nameOf(pack) })))('$id', async ({ pack }) => {
  const { manifest } = pack
  // Small, so that all packs are through in a minute.
  const size = manifest.size.min > EDGE ? manifest.size.default : { width: EDGE, height: EDGE }
  const { width, height } = size
  const bytes = 3 * width * height
  const pipeline = await openPipeline(pack, 'cpu')
  afterAll(() => pipeline.release())

  /** A clip of coloured bars that move, drawn anew for each test. */
  async function drawn(name: string, frames: number, shift: number): Promise<string> {
    const path = join(folder.path, `${name}.mkv`)
    const writer = openMasterWriter({ ffmpegPath: ffmpeg.path, path, width, height, rate: manifest.rate, metadata: {} })
    for (let frame = 0; frame < frames; frame++) {
      await writer.write(
        Buffer.alloc(bytes).map((_, i) => (Math.floor(i / 3) % width) * 3 + frame * 5 + shift * (1 + (i % 3))),
      )
    }
    await writer.finish()
    return path
  }

  /** White in the upper left quarter, in a file of its own. */
  async function mask(): Promise<string> {
    const path = join(folder.path, 'mask.mkv')
    const writer = openMasterWriter({ ffmpegPath: ffmpeg.path, path, width, height, rate: manifest.rate, metadata: {} })
    await writer.write(Buffer.alloc(bytes).map((_, i) => (inRegion(Math.floor(i / 3)) ? 255 : 0)))
    await writer.finish()
    return path
  }

  function inRegion(pixel: number): boolean {
    return pixel % width < width / 2 && Math.floor(pixel / width) < height / 2
  }

  async function read(path: string, frames: number): Promise<Buffer> {
    const out: Buffer[] = []
    const options = { from: 0, count: frames, width, height, rate: manifest.rate }
    for await (const frame of decodeFrames(ffmpeg, path, options)) out.push(Buffer.from(frame))
    return Buffer.concat(out)
  }

  async function taskOf(wish: object): Promise<GenerateTask> {
    const change = Change.parse(wish)
    const files: Record<string, string> = {
      ['a'.repeat(64)]: await drawn('first', FRAMES, 0),
      ['b'.repeat(64)]: await drawn('second', FRAMES, 60),
    }
    const take = { master: 'a'.repeat(64), frames: FRAMES, rate: manifest.rate, size }
    const region = { media: 'c'.repeat(64), frames: 1 }
    const resolved =
      change.operation === 'image-to-video'
        ? { operation: change.operation, frames: FRAMES, given: givenPicture(take.master, 0, FRAMES) }
        : resolveChange(
            change,
            { take, next: { ...take, master: 'b'.repeat(64) } },
            manifest,
            change.operation === 'inpaint' ? region : undefined,
          )
    const request = GenerateRequest.parse({ prompt: 'a blue ball', steps: STEPS, guidance: 1.5 })
    const recipe = resolveRecipe(request, manifest, pack.sha256, {
      seed: 7,
      provider: 'cpu',
      program: 'test',
      change: resolved,
      size,
    })
    const clips = (recipe.given?.footage ?? []).map(({ media }) => ({
      path: files[media] as string,
      rate: manifest.rate,
    }))
    return {
      recipe,
      packPath: pack.path,
      footage: { ffmpegVersion: ffmpeg.version, clips, ...(recipe.given?.region && { region: await mask() }) },
      ffmpegPath: ffmpeg.path,
      checkpointFolder: '',
      output: '',
    }
  }

  function make(
    task: GenerateTask,
    name: string,
    stopAt: (stage: string) => boolean = () => false,
    by: VideoPipeline = pipeline,
  ): Promise<TakeResult> {
    let stage = ''
    const named = { ...task, checkpointFolder: join(folder.path, name), output: join(folder.path, `${name}.out.mkv`) }
    return generateTake(named, pack, by, {
      onProgress: (progress) => (stage = progress.stage),
      onPreview: () => undefined,
      cancelled: () => stopAt(stage),
    })
  }

  test.each(Object.entries(WISHES))(
    '%s: what stays is the footage to the bit, what is new differs, and a stop changes nothing',
    { timeout: 240_000 },
    async (_name, wish) => {
      const task = await taskOf(wish)
      const { given, frames } = task.recipe
      if (given === undefined) throw new Error('the recipe is given nothing')
      expect(await make(task, 'whole')).toMatchObject({ frames, resumedFrom: 0 })
      const made = await read(join(folder.path, 'whole.out.mkv'), frames)
      for (const [index, { from, count, at }] of given.footage.entries()) {
        const old = await read(task.footage?.clips[index]?.path as string, FRAMES)
        expect(staying(made, old.subarray(from * bytes, (from + count) * bytes), at, given)).toEqual([])
      }
      const first = given.make[0] as { from: number; to: number }
      const middle = Math.floor((first.from + first.to) / 2)
      const old = await read(task.footage?.clips[0]?.path as string, FRAMES)
      expect(made.subarray(middle * bytes, (middle + 1) * bytes).equals(old.subarray(0, bytes))).toBe(false)
      const third = task.recipe.window?.hops === true ? /^part 2 of \d+, step 3 / : /^step 3 /
      await expect(make(task, 'again', (stage) => third.test(stage))).rejects.toMatchObject({ code: 'CANCELLED' })
      expect((await make(task, 'again')).resumedFrom).toBe(task.recipe.window?.hops === true ? STEPS + 3 : 3)
      const again = readFileSync(join(folder.path, 'again.out.mkv'))
      expect(again.equals(readFileSync(join(folder.path, 'whole.out.mkv')))).toBe(true)
    },
  )

  test('a retake of which only the frames are left to make does not encode its footage again', async () => {
    const task = await taskOf(WISHES['retake'] as object)
    // Passes that go on from pictures are decoded with them.
    if (task.recipe.window?.picture === true) return
    await make(task, 'whole')
    await expect(make(task, 'again', (stage) => stage.startsWith('frame '))).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    const path = join(folder.path, 'no-encoder')
    cpSync(pack.path, path, { recursive: true })
    for (const name of readdirSync(path)) {
      if (/encoder/.test(name)) rmSync(join(path, name), { recursive: true })
    }
    const blind = await openPipeline(await readPack(path), 'cpu')
    try {
      await make(task, 'again', () => false, blind)
    } finally {
      await blind.release()
    }
    const again = readFileSync(join(folder.path, 'again.out.mkv'))
    expect(again.equals(readFileSync(join(folder.path, 'whole.out.mkv')))).toBe(true)
  })

  /** Frames in which something differs that should have stayed. */
  function staying(
    made: Buffer,
    old: Buffer,
    at: number,
    given: NonNullable<GenerateTask['recipe']['given']>,
  ): number[] {
    const changed: number[] = []
    for (let frame = 0; frame < old.length / bytes; frame++) {
      const isMade = holds(given.make, at + frame)
      if (isMade && given.region === undefined) continue
      const [now, before] = [(at + frame) * bytes, frame * bytes]
      for (let i = 0; i < bytes; i++) {
        if (isMade && inRegion(Math.floor(i / 3))) continue
        if (made[now + i] === old[before + i]) continue
        changed.push(at + frame)
        break
      }
    }
    return changed
  }

  test(
    'a recipe whose footage is gone, damaged or too short is refused with its reason',
    { timeout: 60_000 },
    async () => {
      const task = await taskOf(WISHES['retake'] as object)
      await expect(make({ ...task, footage: undefined }, 'none')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      const short = await drawn('short', 3, 0)
      const clips = [{ path: short, rate: manifest.rate }]
      await expect(make({ ...task, footage: { ffmpegVersion: ffmpeg.version, clips } }, 'short')).rejects.toMatchObject(
        { code: 'MEDIA_DAMAGED' },
      )
      expect(existsSync(join(folder.path, 'short.out.mkv'))).toBe(false)
    },
  )
})
