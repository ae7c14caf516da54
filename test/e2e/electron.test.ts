import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { buildDesktop } from '../../scripts/build/desktop.ts'
import { buildWindow } from '../../scripts/build/window.ts'
import { findElectron, hasDisplay } from '../../scripts/start/find-electron.ts'

const root = join(import.meta.dirname, '..', '..')
const program = findElectron(root)
const missing =
  program === null
    ? "Electron's program is not on this machine"
    : hasDisplay(process.platform, process.env)
      ? null
      : 'there is no display'

test.skipIf(missing !== null)(
  `the desktop studio opens its window in a sandbox${missing === null ? '' : ` (skipped: ${missing})`}`,
  async () => {
    await buildWindow(root)
    await buildDesktop(root)
    const home = await mkdtemp(join(tmpdir(), 'cortado-electron-'))
    onTestFinished(() => rm(home, { recursive: true, force: true }))
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const desktop = await _electron.launch({
      executablePath: program ?? '',
      args: [root, `--user-data-dir=${join(home, 'profile')}`, ...asRoot],
      env: { ...(process.env as Record<string, string>), CORTADO_HOME: join(home, 'projects') },
    })
    onTestFinished(() => desktop.close())
    const page = await desktop.firstWindow()
    await page.waitForLoadState('load')
    expect(page.url()).toBe('studio://app/')
    expect(await page.title()).toBe('Cortado')
    expect(await page.evaluate(() => [typeof globalThis.process, 'cortado' in globalThis])).toEqual(['undefined', true])
    const status = await page.evaluate(async () => (await fetch('/api/status')).status)
    expect(status).toBe(200)
    await page.evaluate(() => void globalThis.open('https://example.com'))
    expect(desktop.windows()).toHaveLength(1)
  },
)
