import type { Page } from 'playwright-core'
import { fluidity } from './watch.ts'
import type { Fluidity } from './watch.ts'

/** What is done with the window, in this order. */
const WORK: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  scroll: async (page) => {
    await overTracks(page)
    for (let step = 0; step < 60; step += 1) await page.mouse.wheel(300, 0)
  },
  zoom: async (page) => {
    await page.keyboard.press('Shift+Z')
    await overTracks(page)
    await zoom(page, 50, -80)
    await zoom(page, 50, 80)
  },
  drag: async (page) => {
    const box = await firstClip(page)
    await page.mouse.move(box.x + box.width / 2, box.y + 20)
    await page.mouse.down()
    for (let step = 0; step < 80; step += 1) {
      await page.mouse.move(box.x + box.width / 2 + 120 * Math.sin(step / 8), box.y + 20)
    }
    await page.keyboard.press('Escape')
    await page.mouse.up()
  },
  ripple: async (page) => {
    for (let step = 0; step < 5; step += 1) {
      const box = await firstClip(page)
      await page.mouse.click(box.x + box.width / 2, box.y + 20)
      await page.keyboard.press('Shift+Delete')
      await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
    }
  },
  play: async (page) => {
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page.waitForTimeout(3000)
    await page.keyboard.press('Space')
  },
  search: async (page) => {
    const field = page.getByRole('complementary', { name: 'Takes' }).getByRole('searchbox')
    await field.pressSequentially('teal kite', { delay: 60 })
    await page.waitForTimeout(600)
    await field.fill('')
    await page.waitForTimeout(600)
  },
  bin: async (page) => {
    const box = await page.locator('.bin-list').boundingBox()
    if (!box) throw new Error('there is no bin')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    for (let step = 0; step < 60; step += 1) await page.mouse.wheel(0, 400)
  },
}

/** Does all of it, or some parts, in the Edit workspace and tells how fluid it was; a part that does not end in `limit` ms is null. */
export async function workAt(
  page: Page,
  limit: number,
  parts: readonly string[] = Object.keys(WORK),
): Promise<Record<string, Fluidity | null>> {
  const found: Record<string, Fluidity | null> = {}
  await nearStart(page)
  for (const [name, work] of Object.entries(WORK)) {
    if (!parts.includes(name)) continue
    const late = new Promise<null>((resolve) => setTimeout(resolve, limit, null))
    found[name] = await Promise.race([fluidity(page, () => work(page)), late])
    if (found[name] === null) break
    if (name === 'scroll' || name === 'zoom') await nearStart(page)
  }
  return found
}

/** The start of the film, with clips some hundred pixels wide. */
export async function nearStart(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+Z')
  // The playhead is in view at its start, so keys zoom around that.
  const grip = page.getByRole('slider', { name: 'Playhead' })
  for (let step = 0; step < 60; step += 1) {
    const width = await page.evaluate(() => document.querySelector<HTMLElement>('.tl-clip')?.offsetWidth ?? 0)
    if (width > 90) break
    await page.keyboard.press('=')
  }
  await grip.waitFor()
}

async function zoom(page: Page, steps: number, by: number): Promise<void> {
  await page.keyboard.down('Control')
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(0, by)
  await page.keyboard.up('Control')
}

async function overTracks(page: Page): Promise<void> {
  const box = await page.locator('.tl-scroller').boundingBox()
  if (!box) throw new Error('there is no timeline')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
}

async function firstClip(page: Page): Promise<{ x: number; y: number; width: number }> {
  const box = await page.locator('.tl-clip').first().boundingBox()
  if (!box) throw new Error('no clip is in view')
  return box
}
