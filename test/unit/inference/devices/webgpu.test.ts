import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../../main/files/index.ts'
import { createInference, forkWorker, type SpawnWorker } from '../../../../main/inference/index.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { decodeFrames, findFfmpeg } from '../../../../main/media/index.ts'
import { useSoftwareGpu } from '../../../support/software-gpu.ts'
import { copyOfTiny, PACKS, temporaryFolder, TINY, tiny, tinyRecipe } from '../tiny.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const ffmpeg = await findFfmpeg()
const deviceFile = join(folder.path, 'devices.json')
let workers = 0
const spawn: SpawnWorker = () => {
  workers++
  return forkWorker()
}
const missing = useSoftwareGpu()
const studio = createInference({ packFolders: [PACKS], dataFolder: folder.path, deviceFile, spawn })
afterAll(() => studio.close())
const devices = await studio.devices()
const webgpu = devices.find(({ provider }) => provider === 'webgpu')
/** Where all tests are meant to run, none may be passed over. */
const required = process.env['CORTADO_REQUIRE_WEBGPU'] === '1'
const why = missing || (webgpu?.available === true ? '' : (webgpu?.reason ?? 'this system has no WebGPU'))
const suite = why === '' || required ? '' : ` (skipped: ${why})`

test('every provider of the system is tried, and the reason of each refusal is kept', () => {
  const others: Partial<Record<NodeJS.Platform, string[]>> = {
    linux: ['cuda', 'webgpu'],
    win32: ['dml', 'webgpu'],
    darwin: ['coreml', 'webgpu'],
  }
  expect([...new Set(devices.map(({ provider }) => provider))]).toEqual(['cpu', ...(others[process.platform] ?? [])])
  expect(devices[0]).toMatchObject({ id: 'cpu:0', available: true, reason: '' })
  for (const { available, reason } of devices) expect(reason === '').toBe(available)
})

describe.skipIf(suite !== '')(`WebGPU on the software adapter${suite}`, () => {
  test('makes the frames of the CPU, within 2 of 255', async () => {
    expect(webgpu).toMatchObject({ available: true, hardware: expect.stringContaining('swiftshader') as string })
    const made: Buffer[] = []
    for (const provider of ['cpu', 'webgpu'] as const) {
      const recipe = { ...tinyRecipe({ steps: 2, frames: 16 }), provider }
      const output = join(folder.path, `${provider}.mkv`)
      const paths = { packPath: TINY, ffmpegPath: ffmpeg.path, checkpointFolder: join(folder.path, provider), output }
      await studio.generate({ recipe, ...paths, device: `${provider}:0` })
      const frames: Buffer[] = []
      for await (const frame of decodeFrames(ffmpeg, output, { from: 0, count: 16, width: 32, height: 32 }))
        frames.push(Buffer.from(frame))
      made.push(Buffer.concat(frames))
    }
    const [cpu, gpu] = made
    expect(gpu?.length).toBe(16 * 32 * 32 * 3)
    const worst = cpu?.reduce((most, level, at) => Math.max(most, Math.abs(level - (gpu?.[at] ?? 0))), 0)
    expect(worst).toBeLessThanOrEqual(2)
  })

  test('is tried once with a pack, found slower, and left to those who ask for it', async () => {
    const tiny = await readPack(copyOfTiny(folder.path, (manifest) => delete manifest.golden))
    expect(await studio.choose([tiny], undefined)).toMatchObject({ provider: 'cpu', untried: ['webgpu:0'] })
    expect(await studio.choose([tiny], 'webgpu')).toEqual({ provider: 'webgpu', untried: ['webgpu:0'] })
    expect(studio.checks.list(tiny.sha256)).toEqual([])

    const stopped = new AbortController()
    const stops = studio.checks.try([tiny], 'webgpu:0', {
      signal: stopped.signal,
      onStep: () => stopped.abort('cancel'),
    })
    const waits = studio.checks.try([tiny], 'webgpu:0')
    await expect(stops).rejects.toBe('cancel')
    await waits
    const steps: string[] = []
    await studio.checks.try([tiny], 'webgpu:0', { onStep: (done, total) => steps.push(`${done} of ${total}`) })
    expect(steps).toEqual([])
    expect(await studio.choose([tiny], undefined)).toMatchObject({ provider: 'cpu', untried: [] })
    const [check] = studio.checks.list(tiny.sha256)
    expect(check).toMatchObject({ device: 'webgpu:0', state: 'slower', against: 'cpu', useAnyway: false })
    expect(check?.worst).toBeLessThanOrEqual(2)
    expect(check?.words).toMatch(/times slower than the CPU/)

    const before = workers
    expect(await studio.choose([tiny], 'webgpu')).toEqual({ provider: 'webgpu', untried: [] })
    const pinned = { provider: 'webgpu', device: 'webgpu:0', untried: [] }
    expect(await studio.choose([tiny], 'webgpu:0')).toEqual(pinned)
    await studio.checks.useAnyway(tiny.sha256, 'webgpu', true)
    expect(await studio.choose([tiny], undefined)).toEqual({ provider: 'webgpu', untried: [] })
    expect(workers).toBe(before)

    const later = createInference({ packFolders: [PACKS], dataFolder: folder.path, deviceFile, spawn })
    expect(later.checks.list(tiny.sha256)).toEqual([{ ...check, useAnyway: true }])
    expect(await later.choose([tiny], undefined)).toEqual({ provider: 'webgpu', untried: [] })
    await studio.checks.useAnyway(tiny.sha256, 'webgpu', false)
    await expect(studio.choose([tiny], 'coreml')).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' })
  })

  test('that makes other frames than the golden is refused, until the user says otherwise', async () => {
    using other = temporaryFolder()
    const golden = JSON.parse(readFileSync(join(TINY, 'golden.json'), 'utf8')) as { runs: GoldenRun[] }
    const run = golden.runs.toSorted((a, b) => a.steps * a.frames - b.steps * b.frames)[0]
    if (run === undefined) throw new Error('the golden file is empty')
    const pixels = Buffer.from(Buffer.from(run.pixels.uint8, 'base64').map((level) => 255 - level))
    const text = JSON.stringify({
      ...golden,
      runs: [{ ...run, steps: 2, pixels: { ...run.pixels, uint8: pixels.toString('base64') } }],
    })
    const path = copyOfTiny(other.path, (manifest) => {
      const listed = manifest.files.find((file) => file.path === manifest.golden?.file)
      Object.assign(listed ?? {}, { bytes: Buffer.byteLength(text), sha256: sha256(text) })
    })
    writeFileSync(join(path, 'golden.json'), text)
    const pack = await readPack(path)
    const [check] = await studio.checks.run(pack)
    expect(check).toMatchObject({ device: 'webgpu:0', state: 'wrong', against: 'golden' })
    expect(await studio.choose([pack], undefined)).toMatchObject({ provider: 'cpu' })
    await expect(studio.choose([pack], 'webgpu')).rejects.toMatchObject({
      code: 'DEVICE_UNAVAILABLE',
      message: expect.stringContaining('devices use tiny-latte webgpu') as string,
    })
    await studio.checks.useAnyway(pack.sha256, 'webgpu', true)
    expect(await studio.choose([pack], 'webgpu')).toEqual({ provider: 'webgpu', untried: [] })
  })

  test('whose driver ends the program has failed, and nothing else has', async () => {
    const real = pathToFileURL(join(import.meta.dirname, '../../../../main/inference/worker/main.ts')).href
    const entry = join(folder.path, 'aborts.mjs')
    writeFileSync(
      entry,
      `process.on('message', ({ type }) => type === 'check' && process.abort())\nawait import('${real}')`,
    )
    const broken = createInference({
      packFolders: [PACKS],
      dataFolder: folder.path,
      spawn: () => forkWorker({}, entry),
    })
    const [check] = await broken.checks.run(tiny)
    expect(check).toMatchObject({ state: 'failed', words: expect.stringContaining('ended the program') as string })
    expect(await broken.choose([tiny], undefined)).toMatchObject({ provider: 'cpu', untried: [] })
  })
})

interface GoldenRun {
  steps: number
  frames: number
  pixels: { uint8: string }
}
