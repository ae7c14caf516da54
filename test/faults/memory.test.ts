import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { estimatePeak } from '../../core/generation/memory/estimate.ts'
import { ladder, type Rung } from '../../core/generation/memory/ladder.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveChange } from '../../core/generation/resolve-change.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { forkWorker } from '../../main/inference/index.ts'
import type { SpawnWorker } from '../../main/inference/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { findFfmpeg, openMasterWriter } from '../../main/media/index.ts'
import { copyOfTiny, PACKS, tinyRecipe, TINY } from '../unit/inference/tiny.ts'
import { inferencesOfTests } from '../support/inferences.ts'

const GREEDY = join(import.meta.dirname, '../fixtures/greedy/transformer.onnx')
const GRAPH = 'transformer/model.onnx'
const { path: ffmpegPath, version: ffmpegVersion } = await findFfmpeg()
const { folder, inference } = inferencesOfTests()

function paths(name: string) {
  return { ffmpegPath, checkpointFolder: join(folder.path, name), output: join(folder.path, `${name}.mkv`) }
}

/** A pack whose transformer asks for terabytes below timestep 500, unless it is given one text alone. */
async function greedyTask(name: string, guidance = 2) {
  const data = readFileSync(GREEDY)
  const sha256 = createHash('sha256').update(data).digest('hex')
  const packPath = copyOfTiny(join(folder.path, `pack-${name}`), (manifest: PackManifest) => {
    manifest.files = manifest.files.map((file) =>
      file.path === GRAPH ? { path: GRAPH, bytes: data.length, sha256 } : file,
    )
  })
  copyFileSync(GREEDY, join(packPath, GRAPH))
  const pack = await readPack(packPath)
  const request = GenerateRequest.parse({ prompt: 'a red ball', steps: 8, guidance })
  const recipe = resolveRecipe(request, pack.manifest, pack.sha256, { seed: 7, provider: 'cpu', program: 'test' })
  return { recipe, packPath, ...paths(name) }
}

describe('a session that runs out of memory', () => {
  test('goes on one rung further down until it fits, from its checkpoint, to the same bytes', async () => {
    const studio = inference()
    const told: string[] = []
    const pids = new Set<number | undefined>()
    const task = await greedyTask('greedy')
    const made = await studio.generate(task, {
      onMemory: (words) => told.push(words),
      onProgress: () => pids.add(studio.workerPids().get('cpu:0')),
    })
    expect(made.rung.name).toBe('split')
    expect(made.resumedFrom).toBe(4)
    expect(made.memory).toEqual(told)
    expect(told.map((words) => words.split('.')[0])).toEqual(Array(3).fill('Memory ran out at "step 4 of 8"'))
    expect(told[2]).toContain('the two halves of the guidance are run one after the other')
    // Every rung has a worker of its own, with all the memory that there is.
    expect(pids.size).toBe(4)
    const spared = await studio.generate({ ...(await greedyTask('spared')), memoryBytes: 1 })
    expect(spared.memory).toEqual([])
    expect(readFileSync(task.output).equals(readFileSync(join(folder.path, 'spared.mkv')))).toBe(true)
  })

  test('does not run out in the same way again when it is tried again later', async () => {
    const task = await greedyTask('stopped')
    const stop = new AbortController()
    const first = inference().generate(task, {
      signal: stop.signal,
      onMemory: (words) => (words.includes('one after the other') ? stop.abort() : undefined),
    })
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' })
    const told: string[] = []
    const made = await inference().generate(task, { onMemory: (words) => told.push(words) })
    expect(made).toMatchObject({ resumedFrom: 4, rung: { name: 'split' } })
    expect(told).toEqual([])
    expect(made.memory).toHaveLength(3)
  })
})

describe('a worker that dies because memory ran out', () => {
  /** The first `count` workers fill their heap until V8 ends them; the others are as usual. */
  function hungry(count: number): SpawnWorker {
    const entry = join(folder.path, 'hungry.mjs')
    const fill = 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))'
    writeFileSync(entry, `process.on('message', () => { ${fill} })\nprocess.send({ type: 'ready' })\n`)
    let spawned = 0
    return () => {
      if (spawned++ >= count) return forkWorker()
      vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=20')
      try {
        return forkWorker({}, entry)
      } finally {
        vi.unstubAllEnvs()
      }
    }
  }

  test('is taken for what it is, and the take is made by the next one', async () => {
    const recipe = tinyRecipe({ steps: 2 })
    const studio = inference({ spawn: hungry(1) })
    const made = await studio.generate({ recipe, packPath: TINY, ...paths('hungry') })
    expect(made.memory).toHaveLength(1)
    expect(made.rung.name).toBe('text')
  })

  test('on every rung ends with a sentence that says what to do', async () => {
    const studio = inference({ spawn: hungry(Infinity) })
    const failed = studio.generate({ recipe: tinyRecipe({ steps: 2 }), packPath: TINY, ...paths('never') })
    await expect(failed).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining('smaller size or fewer frames') as string,
    })
  })
})

test.runIf(process.platform === 'linux').each(['tiny-animatediff', 'tiny-ltx'])(
  'a take of %s takes what was estimated, on the first rung and on the last that changes no pixel',
  async (id) => {
    const pack = await readPack(join(PACKS, id))
    const request = GenerateRequest.parse({ prompt: 'a red ball', steps: 2 })
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, { seed: 7, provider: 'cpu', program: 'test' })
    const studio = inference()
    const lean = ladder(recipe, pack.manifest).find(({ name }) => name === 'lean')
    for (const memoryBytes of [undefined, estimatePeak(recipe, pack.manifest, lean as Rung)]) {
      const { peakBytes } = await studio.plan(recipe, pack.manifest, memoryBytes)
      const name = `${id}-${memoryBytes}`
      const made = await studio.generate({ recipe, packPath: pack.path, ...paths(name), memoryBytes })
      expect(Math.abs(made.peakBytes - peakBytes) / peakBytes).toBeLessThan(0.25)
    }
  },
)

describe.runIf(process.platform === 'linux')('a take from what is given', () => {
  const ID = 'f'.repeat(64)
  const FRAMES = 49

  /** A grey clip and a grey picture of a size, and the tasks that are made from them. */
  async function given(id: string, larger: number) {
    const pack = await readPack(join(PACKS, id))
    const { manifest } = pack
    const { default: usual } = manifest.size
    const size = { width: usual.width * larger, height: usual.height * larger }
    const rgb = Buffer.alloc(3 * size.width * size.height, 90)
    const request = GenerateRequest.parse({ prompt: 'a red ball', steps: 2, frames: FRAMES, size })
    const means = { seed: 7, provider: 'cpu', program: 'test' } as const
    const recipe = (more: object) => resolveRecipe(request, manifest, pack.sha256, { ...means, ...more })
    return {
      pack,
      pictured: () => {
        const picture = join(folder.path, 'picture.rgb')
        writeFileSync(picture, rgb)
        const keyframes = [{ at: 0, strength: 1, picture: createHash('sha256').update(rgb).digest('hex') }]
        return { recipe: recipe({ keyframes }), keyframes: [picture] }
      },
      retaken: async () => {
        const path = join(folder.path, 'footage.mkv')
        const writer = openMasterWriter({ ffmpegPath, path, ...size, rate: manifest.rate, metadata: {} })
        for (let frame = 0; frame < FRAMES; frame++) await writer.write(rgb)
        await writer.finish()
        const take = { master: ID, frames: FRAMES, rate: manifest.rate, size }
        const wish = { operation: 'retake', take: '0'.repeat(20), from: 9, to: 41 } as const
        const change = resolveChange(wish, { take }, manifest)
        const clips = change.given.footage.map(() => ({ path, rate: manifest.rate }))
        return { recipe: recipe({ change, size }), footage: { ffmpegVersion, clips } }
      },
    }
  }

  test.each([
    ['tiny-wan-i2v', 'pictured', 1],
    ['tiny-wan-clip', 'pictured', 1],
    ['tiny-wan-5b', 'pictured', 1],
    ['tiny-ltx', 'pictured', 2],
    ['tiny-wan', 'retaken', 1],
    ['tiny-wan-i2v', 'retaken', 1],
    ['tiny-ltx', 'retaken', 2],
  ] as const)('%s, %s, takes what was estimated, roomy and lean', async (id, way, larger) => {
    const { pack, [way]: taskOf } = await given(id, larger)
    const task = await taskOf()
    const lean = ladder(task.recipe, pack.manifest).find(({ name }) => name === 'lean')
    for (const memoryBytes of [undefined, estimatePeak(task.recipe, pack.manifest, lean as Rung)]) {
      // Each in a worker of its own, since one keeps some of what a take needed.
      const studio = inference()
      const { peakBytes } = await studio.plan(task.recipe, pack.manifest, memoryBytes)
      const name = `${way}-${memoryBytes}`
      const made = await studio.generate({ ...task, packPath: pack.path, ...paths(name), memoryBytes })
      expect(Math.abs(made.peakBytes - peakBytes) / peakBytes).toBeLessThan(0.25)
    }
  })

  test('is decoded in spans of time where nothing else fits, and its recipe says so', async () => {
    const { pack, pictured } = await given('tiny-ltx', 2)
    const made = await inference().generate({ ...pictured(), packPath: pack.path, ...paths('spans'), memoryBytes: 1 })
    expect(made).toMatchObject({ frames: FRAMES, rung: { name: 'spans-2' }, recipe: { decodeSpan: 2 } })
  })
})

test('notes that are damaged are as good as none', async () => {
  const task = { recipe: tinyRecipe({ steps: 2 }), packPath: TINY, ...paths('damaged') }
  const studio = inference()
  await studio.generate(task)
  writeFileSync(join(task.checkpointFolder, 'memory.json'), '{"ranOut": 3')
  expect(await studio.generate(task)).toMatchObject({ rung: { name: 'roomy' }, memory: [] })
})
