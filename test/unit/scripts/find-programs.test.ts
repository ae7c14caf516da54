import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findChromium } from '../../../scripts/setup/find-chromium.ts'
import { findElectron, hasDisplay, whyNoElectron } from '../../../scripts/start/find-electron.ts'

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cortado-programs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), '')
  }
  return folder
}

test('a named browser wins, and one that is named wrongly is not replaced in silence', () => {
  const folder = folderWith('chromium', 'mine')
  expect(findChromium({ PATH: folder, CORTADO_CHROMIUM: join(folder, 'mine') })).toBe(join(folder, 'mine'))
  expect(findChromium({ PATH: folder, CORTADO_CHROMIUM: join(folder, 'gone') })).toBeNull()
})

test.runIf(process.platform === 'linux')('a browser is found on the path, Chromium before its kin', () => {
  const [first, second] = [folderWith('google-chrome'), folderWith('chromium')]
  expect(findChromium({ PATH: [first, second].join(delimiter) })).toBe(join(second, 'chromium'))
  expect(findChromium({ PATH: first })).toBe(join(first, 'google-chrome'))
  expect(findChromium({ PATH: folderWith() })).toBeNull()
})

test('Electron is found where its package or the override has it, never fetched by looking', () => {
  const root = folderWith('node_modules/electron/index.js')
  expect(findElectron(root, {})).toBeNull()
  writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron')
  expect(findElectron(root, {})).toBeNull()
  mkdirSync(join(root, 'node_modules/electron/dist'))
  writeFileSync(join(root, 'node_modules/electron/dist/electron'), '')
  expect(findElectron(root, {})).toBe(join(root, 'node_modules/electron/dist/electron'))
  const override = folderWith('electron')
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: override })).toBe(join(override, 'electron'))
})

test('Electron needs a display, and on Linux a user other than root', () => {
  expect(whyNoElectron('linux', {}, 1000)).toBe('there is no display')
  expect(whyNoElectron('linux', { DISPLAY: ':0' }, 0)).toContain('root')
  expect(whyNoElectron('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull()
  expect(whyNoElectron('darwin', {}, 0)).toBeNull()
  expect(hasDisplay('win32', {})).toBe(true)
})
