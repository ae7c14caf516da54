// Makes every picture of the README and the guides anew, from the real studio: `npm run docs:pictures`. With a folder, each
// is also made there in a window of 1920 x 1080: `npm run docs:pictures -- /tmp/wide`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findFfmpeg, runFfmpeg } from '../../main/media/index.ts'
import type { Take } from '../../core/library/entities.ts'
import { buildWindow } from '../../scripts/build/window.ts'
import { pictureChanges } from './support/change-pictures.ts'
import { pictureMedia } from './support/media-pictures.ts'
import { pictureQueue } from './support/queue-pictures.ts'
import { makeTake, startStudio, temporaryHome, waitForJob } from './support/running-studio.ts'
import type { RunningStudio } from './support/running-studio.ts'
import { pictureTimeline } from './support/timeline-pictures.ts'
import { noWindow, openBrowser } from './support/window.ts'

const root = join(import.meta.dirname, '..', '..')
const images = join(root, 'docs', 'images')
const [wide] = process.argv.slice(2)
const SIZE = { width: 1440, height: 900 }
const WIDE = { width: 1920, height: 1080 }
/** Words that the bundled pack knows, each with the seeds of its takes; the last one is in the film. */
const SHOTS = [
  { prompt: 'a red ball bounces in a field by day', seeds: [12, 13, 11] },
  { prompt: 'a yellow star moves right over the sea at sunset', seeds: [23, 22] },
  { prompt: 'a blue kite rises over the city at night', seeds: [34, 33] },
]
const RUNNING = 'a pink heart rises in space at night'

if (noWindow !== null) throw new Error(`The pictures need a Chromium, and ${noWindow}. Install one and try again.`)
await mkdir(images, { recursive: true })
await buildWindow(root)
const home = await temporaryHome()
const studio = await startStudio(home.path)
try {
  await studio.client.project.create({ name: 'First light' })
  const takes: Take[] = []
  for (const { prompt, seeds } of SHOTS) {
    let shot: string | undefined
    for (const [index, seed] of seeds.entries()) {
      const take = await makeTake(studio, prompt, shot === undefined ? { seed } : { seed, shot })
      shot = take.shot
      takes.push(take)
      await studio.client.library.rate({ id: take.id, rating: [3, 5, 4][index] ?? 4 })
      await studio.client.library.pick({ id: take.shot, take: take.id })
    }
  }
  const browser = await openBrowser(studio.address)
  try {
    const page = await browser.open()
    await page.getByRole('button', { name: /^Project First light/ }).waitFor()
    await pictureOfEdit(page)
    await pictureOfFilm(studio)
    await pictureTimeline(page, (name) => shoot(page, name))
    await pictureMedia(page, studio, (name) => shoot(page, name))
    const first = takes[2]
    if (first) await pictureChanges(page, studio, first, (name, held) => shoot(page, name, held))
    await pictureOfPlan(page)
    await pictureOfGenerate(page, studio)
    await pictureQueue(page, studio, (name) => shoot(page, name))
  } finally {
    await browser.close()
  }
} finally {
  await studio.kill()
  await home.remove()
}
process.stdout.write(`The pictures are in ${images}.\n`)

/** The film on the timeline, its second clip selected. */
async function pictureOfEdit(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+2')
  const bin = page.getByRole('complementary', { name: 'Takes' })
  for (const { prompt, seeds } of SHOTS) {
    await bin.getByRole('button', { name: `Take ${seeds.length} of ${prompt}` }).click()
    await page.keyboard.press('e')
  }
  const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
  await clips.nth(2).waitFor()
  await clips.nth(1).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 66; step += 1) await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await shoot(page, 'edit')
}

/** What six takes of a long clip would cost, before anything starts. */
async function pictureOfPlan(page: Page): Promise<void> {
  await page.keyboard.press('Control+1')
  const form = page.getByRole('form', { name: 'Prompt' })
  await form.getByRole('textbox', { name: 'Prompt', exact: true }).fill(RUNNING)
  await setNumbers(page, { Frames: 96, Takes: 6 })
  await page.getByText(/^6 takes in/).waitFor()
  await shoot(page, 'plan')
  await setNumbers(page, { Frames: 16, Takes: 1 })
}

async function setNumbers(page: Page, values: Readonly<Record<string, number>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = page.getByRole('spinbutton', { name: label, exact: true })
    // The focus shows the bare number, and selects it a frame later.
    await field.focus()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await field.fill(String(value))
    await field.press('Tab')
  }
}

/** Frames of the rendered film, side by side. */
async function pictureOfFilm({ client }: RunningStudio): Promise<void> {
  const out = join(home.path, 'projects', 'First light.cortado', 'renders', 'film.mp4')
  const { id } = await client.render.start({ out })
  await waitForJob(studio, id)
  const layout = "select='not(mod(n\\,16))',scale=240:240:flags=lanczos,tile=9x1:padding=4:color=black"
  const to = ['-frames:v', '1', '-q:v', '3', '-y', `file:${join(images, 'film.jpg')}`]
  await runFfmpeg(await findFfmpeg(), ['-i', `file:${out}`, '-vf', layout, '-vsync', '0', ...to])
}

/** A wall of takes while another one is being made. */
async function pictureOfGenerate(page: Page, { client }: RunningStudio): Promise<void> {
  await page.keyboard.press('Control+1')
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(RUNNING)
  // Long enough to be caught at work: the pack's own six steps are over in a blink.
  await client.generation.start({ prompt: RUNNING, seed: 5, steps: 120, frames: 48 })
  await page.waitForFunction(() =>
    [...document.querySelectorAll('canvas')].some(({ dataset }) => Number(dataset['step'] ?? 0) >= 40),
  )
  await shoot(page, 'generate')
}

async function shoot(page: Page, name: string, held?: 'held'): Promise<void> {
  // Tooltips and focus rings of the way here do not belong in the picture.
  if (held === undefined) await page.mouse.move(SIZE.width / 2, SIZE.height - 1)
  await drawn(page)
  await page.screenshot({ path: join(images, `${name}.jpg`), type: 'jpeg', quality: 88 })
  // What hangs from the pointer would not be where it was.
  if (wide === undefined || held !== undefined) return
  await page.setViewportSize(WIDE)
  await drawn(page)
  await page.screenshot({ path: join(wide, `${name}.jpg`), type: 'jpeg', quality: 88 })
  await page.setViewportSize(SIZE)
}

async function drawn(page: Page): Promise<void> {
  // Pictures that are scrolled out of sight are not loaded at all.
  await page.waitForFunction(() => {
    const inSight = (element: Element, { top, bottom }: DOMRect): boolean => {
      const parent = element.parentElement
      if (parent === null) return top < innerHeight && bottom > 0
      const frame = parent.getBoundingClientRect()
      const clipped = getComputedStyle(parent).overflowY !== 'visible' && (top >= frame.bottom || bottom <= frame.top)
      return !clipped && inSight(parent, new DOMRect(0, top, 0, bottom - top))
    }
    return [...document.images].every((image) => {
      const place = image.getBoundingClientRect()
      return image.complete || place.width === 0 || !inSight(image, place)
    })
  })
  // What they changed is painted by the next frame but one.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}
