import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AcceleratorManifest } from '../../../../core/generation/accelerator-manifest.ts'
import { sha256 } from '../../../../main/files/index.ts'
import { ACCELERATORS, LINKED } from '../../../../main/inference/accelerators/stage.ts'
import { createUserPacks } from '../../../../main/inference/packs/brought/user-packs.ts'
import { ORT_FOLDER, ORT_VERSION } from '../../../../main/inference/runtime/ort-files.ts'
import { Devices } from '../../../../main/inference/devices/devices.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { probeDevices } from '../../../../main/inference/devices/probe-devices.ts'
import { forkWorker } from '../../../../main/inference/worker/worker-process.ts'
import { temporaryFolder, TINY, type TemporaryFolder } from '../tiny.ts'

let folder: TemporaryFolder
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder[Symbol.dispose]())

const LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so']

/** A folder with an accelerator whose libraries are no libraries. */
function fakeAccelerator(change: (manifest: AcceleratorManifest) => void = () => undefined): string {
  const path = join(folder.path, 'cuda')
  const contents = 'this is no library at all'
  const manifest: AcceleratorManifest = {
    schemaVersion: 1,
    kind: 'accelerator',
    id: 'cuda-12',
    title: 'CUDA 12',
    provider: 'cuda',
    onnxruntime: ORT_VERSION,
    platform: process.platform,
    arch: process.arch,
    files: LIBRARIES.map((name) => ({ path: name, bytes: contents.length, sha256: sha256(contents) })),
  }
  change(manifest)
  mkdirSync(path)
  for (const name of LIBRARIES) writeFileSync(join(path, name), contents)
  writeFileSync(join(path, 'accelerator.json'), JSON.stringify(manifest))
  return path
}

describe('an accelerator', () => {
  test('is copied, found, and removed like a pack', async () => {
    const user = createUserPacks(data, [])
    const source = fakeAccelerator()
    expect(await user.add(source)).toMatchObject({ kind: 'accelerator', already: false })
    expect(await user.add(source)).toMatchObject({ kind: 'accelerator', already: true })
    const path = join(data, 'accelerators', 'cuda-12')
    expect(readdirSync(path).sort()).toEqual(['accelerator.json', ...LIBRARIES].sort())
    expect(await user.accelerators()).toMatchObject([{ id: 'cuda-12', problem: null }])
    await expect(user.remove('cuda-12', false)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await user.remove('cuda-12', true)).toEqual({ id: 'cuda-12', what: 'copy' })
    expect(await user.accelerators()).toEqual([])
  })

  test.each<[string, (manifest: AcceleratorManifest) => void, RegExp]>([
    ['another ONNX Runtime', (it) => (it.onnxruntime = '1.29.0'), /made for ONNX Runtime 1\.29\.0.*has \d/],
    ['another system', (it) => (it.platform = 'plan9'), /made for plan9/],
    ['a newer form', (it) => Object.assign(it, { schemaVersion: 2 }), /reads form 1/],
    ['a library elsewhere', (it) => ((it.files[0] ?? { path: '' }).path = 'a/b.so'), /beside accelerator\.json/],
    ['no bridge', (it) => void it.files.shift(), /lacks the library "onnxruntime_providers_shared"/],
  ])('made for or with %s is refused', async (_name, change, words) => {
    const user = createUserPacks(data, [])
    await expect(user.add(fakeAccelerator(change))).rejects.toMatchObject({
      code: 'ACCELERATOR_INVALID',
      message: expect.stringMatching(words) as string,
    })
    expect(await user.accelerators()).toEqual([])
  })

  test('that an update has outdated is told of, and can be removed', async () => {
    const user = createUserPacks(data, [])
    await user.add(fakeAccelerator())
    const file = join(data, 'accelerators', 'cuda-12', 'accelerator.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace(ORT_VERSION, '1.0.0'))
    expect(await user.accelerators()).toMatchObject([{ id: 'cuda-12', problem: { code: 'ACCELERATOR_INVALID' } }])
    await user.remove('cuda-12', true)
    expect(await user.accelerators()).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('a worker (the names of libraries are those of Linux)', () => {
  test('finds the libraries, says why they do not load, and still runs on the processor', async () => {
    const user = createUserPacks(data, [])
    await user.add(fakeAccelerator())
    const env = { [ACCELERATORS]: join(data, 'accelerators') }
    const { devices } = await probeDevices(() => forkWorker(env))
    const cuda = devices.find(({ provider }) => provider === 'cuda')
    expect(devices.find(({ provider }) => provider === 'webgpu')?.reason).not.toContain(LIBRARIES[0])
    expect(cuda).toMatchObject({ available: false })
    const staged = readdirSync(join(data, 'accelerators', LINKED))
    expect(staged).toHaveLength(1)
    expect(cuda?.reason).toContain(join(LINKED, staged[0] ?? '', LIBRARIES[0] ?? ''))
    expect(cuda?.reason).toMatch(/invalid ELF header|file too short/)
    expect(readdirSync(join(data, 'accelerators', LINKED, staged[0] ?? '')).sort()).toEqual(
      [...readdirSync(ORT_FOLDER), ...LIBRARIES].sort(),
    )
    const tested = new Devices({ spawn: () => forkWorker(env), file: null })
    expect(await tested.check(await readPack(TINY), 'cpu')).toMatchObject([{ device: 'cpu:0', state: 'fine' }])
  })

  test('runs on the processor where the folder of accelerators cannot be written to', async () => {
    const user = createUserPacks(data, [])
    await user.add(fakeAccelerator())
    writeFileSync(join(data, 'accelerators', LINKED), 'a file is in the way')
    const env = { [ACCELERATORS]: join(data, 'accelerators') }
    const { devices } = await probeDevices(() => forkWorker(env))
    expect(devices.find(({ provider }) => provider === 'cpu')).toMatchObject({ available: true })
    expect(devices.find(({ provider }) => provider === 'cuda')?.reason).toContain('cannot be made ready')
  })
})
