/**
 * How fluid the window stays on large projects: `node test/bench/window.ts [--case CLIPSxTAKES]… [--part NAME]… [--limit S]
 * [--keep FOLDER] [--pictures FOLDER]`. Projects that were made once are kept in a folder for the next run; pictures are taken there.
 * The real studio and a real Chromium that draws in software; figures as one line of JSON a case.
 * Docs: docs/decisions/window-scale.md.
 */
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { buildWindow } from '../../scripts/build/window.ts'
import { startStudio, temporaryHome } from '../e2e/support/running-studio.ts'
import { openBrowser } from '../e2e/support/window.ts'
import { makeProject, projectPath } from './window/project.ts'
import { fluidity, round, watchPage } from './window/watch.ts'
import { nearStart, workAt } from './window/work.ts'

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: ['500x1000', '5000x1000', '50000x100000'] },
    part: { type: 'string', multiple: true },
    keep: { type: 'string' },
    limit: { type: 'string', default: '60' },
    pictures: { type: 'string' },
  },
})
const LIMIT_MS = 1000 * Number(values.limit)

await buildWindow(join(import.meta.dirname, '..', '..'))
for (const one of values.case) {
  const [clips = 0, takes = 0] = one.split('x').map(Number)
  process.stdout.write(`${JSON.stringify({ clips, takes, ...(await measure(clips, takes)) })}\n`)
}

async function measure(clips: number, takes: number): Promise<object> {
  const home = await temporaryHome()
  await bringProject(projectPath(home.path), clips, takes)
  const studio = await startStudio(home.path)
  const browser = await openBrowser(studio.address)
  try {
    const begun = performance.now()
    await studio.client.project.open({ path: projectPath(home.path) })
    const opened = round(performance.now() - begun)
    const page = await browser.open()
    await watchPage(page)
    // The first time, main has read nothing of the project yet; the second time it has.
    const cold = await usable(page)
    if (cold === null) return { open_ms: opened, usable_cold_ms: null }
    const warm = await usable(page)
    const start = await fluidity(page)
    const size = { heap_mb: await heap(page), nodes_fit: await nodes(page) }
    if (values.pictures !== undefined) await pictures(page, join(values.pictures, `${clips}`))
    const work = await workAt(page, LIMIT_MS, values.part)
    const troubles = browser.troubles()
    return { open_ms: opened, usable_cold_ms: cold, usable_ms: warm, ...size, start, ...work, troubles }
  } finally {
    await browser.close()
    await studio.kill()
    await home.remove()
  }
}

/** Makes the project, or copies it from where an earlier run left it. */
async function bringProject(path: string, clips: number, takes: number): Promise<void> {
  if (values.keep === undefined) {
    await makeProject(path, clips, takes)
    return
  }
  const kept = join(values.keep, `${clips}x${takes}.cortado`)
  if (!existsSync(kept)) await makeProject(kept, clips, takes)
  cpSync(kept, path, { recursive: true })
}

/** From navigation to an Edit workspace with clips and takes in it, in ms; null where that takes longer than the limit. */
async function usable(page: Page): Promise<number | null> {
  try {
    await page.reload({ waitUntil: 'commit', timeout: LIMIT_MS })
    await page.locator('.workspace > *').waitFor({ timeout: LIMIT_MS })
    await page.keyboard.press('Control+2')
    await page.locator('.tl-lane > :is(.tl-clip, .tl-run, .tl-cover)').first().waitFor({ timeout: LIMIT_MS })
    await page.locator('.bin-take img').first().waitFor({ timeout: LIMIT_MS })
    return round(
      await page.evaluate(
        () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
      ),
    )
  } catch {
    return null
  }
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return round(usedSize / 1e6)
}

async function nodes(page: Page): Promise<number> {
  return await page.evaluate(() => document.querySelectorAll('.timeline *').length)
}

async function pictures(page: Page, path: string): Promise<void> {
  for (const [width, height] of [
    [1440, 900],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.keyboard.press('Shift+Z')
    await page.waitForTimeout(500)
    await page.screenshot({ path: `${path}-${width}-fit.png` })
    await nearStart(page)
    await page.waitForTimeout(1000)
    await page.screenshot({ path: `${path}-${width}-in.png` })
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}
