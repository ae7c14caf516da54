import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { build, Platform } from 'electron-builder'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildDesktop } from '../../../scripts/build/desktop.ts'
import { buildWindow } from '../../../scripts/build/window.ts'
import { fusesOf, stubElectron } from './stub-electron.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const isLinux = process.platform === 'linux' && process.arch === 'x64'

let out = ''
let packed: string[] = []
const resources = (...path: string[]): string => join(out, 'linux-unpacked', 'resources', ...path)

beforeAll(async () => {
  if (!isLinux) return
  out = await mkdtemp(join(tmpdir(), 'cortado-pack-'))
  await buildWindow(root)
  await buildDesktop(root)
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  const electronDist = await stubElectron(join(out, 'electron'), version)
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: { electronDist, electronVersion: version, directories: { output: out } },
  })
  packed = listPackage(resources('app.asar'), { isPack: false })
})

afterAll(async () => {
  if (out !== '') await rm(out, { recursive: true, force: true })
})

test.runIf(isLinux).each([['main.js'], ['inference-worker.js'], ['preload.cjs']])('%s is in the archive', (name) => {
  expect(packed).toContain(`/dist/electron/${name}`)
})

test.runIf(isLinux)('the window lies beside the archive, because it is served in ranges', () => {
  expect(existsSync(resources('app.asar.unpacked', 'dist', 'renderer', 'index.html'))).toBe(true)
})

test.runIf(isLinux)('every package that the main process imports is there', async () => {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: object }
  for (const name of Object.keys(dependencies)) expect(packed).toContain(`/node_modules/${name}/package.json`)
})

test.runIf(isLinux)('native files of this platform are real files, those of others are left out', () => {
  const real = (path: string): boolean => existsSync(resources('app.asar.unpacked', 'node_modules', path))
  expect(real('better-sqlite3/prebuilds/linux-x64.node')).toBe(true)
  expect(real('onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node')).toBe(true)
  expect(real('onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1')).toBe(true)
  const foreign = packed.filter(
    (path) => /(win32|darwin|linuxmusl|arm64)/.test(path) && /\.(node|dll|dylib|so)/.test(path),
  )
  expect(foreign).toEqual([])
})

test.runIf(isLinux)('model packs and briefs are real files in the resources', () => {
  expect(existsSync(resources('assets', 'briefs', 'sample.txt'))).toBe(true)
  expect(packed.filter((path) => path.startsWith('/assets/'))).toEqual([])
})

test.runIf(isLinux)('no source, test, training code or development tool is packed', () => {
  const stray = packed.filter((path) =>
    /^\/(core|main|preload|renderer|test|scripts|modelpacks|docs|\.ci)\/|\/node_modules\/(react|vite|vitest|electron|typescript|playwright-core)\/|\.map$/.test(
      path,
    ),
  )
  expect(stray).toEqual([])
})

test.runIf(isLinux)('the archive starts with the main process', () => {
  const { main, type } = JSON.parse(extractFile(resources('app.asar'), 'package.json').toString()) as Record<
    string,
    string
  >
  expect([main, type]).toEqual(['dist/electron/main.js', 'module'])
  expect(extractFile(resources('app.asar'), 'dist/electron/main.js').toString()).toContain('from "electron"')
})

test.runIf(isLinux)('the fuses are set', async () => {
  const fuses = fusesOf(await readFile(join(out, 'linux-unpacked', 'cortado')))
  // Run as Node, encrypted cookies, NODE_OPTIONS, inspector, archive integrity, archive only, snapshot, file privileges.
  expect(fuses.slice(0, 8)).toBe('01001100')
})

test('the packer refuses a setting that it does not know', async () => {
  const require = createRequire(import.meta.url)
  const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
    validateConfiguration(config: object, log: object): Promise<void>
  }
  const { DebugLogger } = require('builder-util') as { DebugLogger: new (on: boolean) => object }
  const { load } = require('js-yaml') as { load(text: string): object }
  const config = load(await readFile(join(root, 'electron-builder.yml'), 'utf8'))
  await validateConfiguration(config, new DebugLogger(false))
  await expect(validateConfiguration({ ...config, nonsense: 1 }, new DebugLogger(false))).rejects.toThrow('nonsense')
})
