import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Clip } from '../../core/timeline/clip.ts'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
/** A take of 16 frames at 8 a second fills two seconds of a sequence of 24. */
const LENGTH = 48

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Cutting room' })
  const first = await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
  await makeTake(studio, PROMPT, { seed: 2, shot: first.shot, steps: 2 })
})

/** What the library holds: the proof that an edit is more than a picture. */
async function clipsOnDisk(): Promise<Clip[]> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const { sequence } = await client.sequence.get({ id: project?.sequence ?? '' })
  return sequence.tracks.flatMap((track) => track.items)
}

const shapes = (clips: readonly Clip[]): [number, number, number][] =>
  clips.map((clip) => [clip.start, clip.length, clip.offset])
const shapesOnDisk = async (): Promise<[number, number, number][]> => shapes(await clipsOnDisk())

async function openEdit(): Promise<Page> {
  const page = await stage.browser.open()
  await goToEdit(page)
  return page
}

async function goToEdit(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Project Cutting room/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
}

const clips = (page: Page): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
const take = (page: Page, number: number): Locator =>
  page.getByRole('complementary', { name: 'Takes' }).getByRole('button', { name: new RegExp(`^Take ${number} of `) })

/** Waits until the window and the library both have these clips, as [start, length, offset] in frames. */
async function expectClips(page: Page, wanted: [number, number, number][]): Promise<void> {
  await expect.poll(() => clips(page).count()).toBe(wanted.length)
  await expect.poll(shapesOnDisk).toEqual(wanted)
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
}

async function center(locator: Locator): Promise<{ x: number; y: number; width: number; left: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, left: box.x }
}

/** Drags with the pointer as a hand does: down, some way, the rest, up. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

windowTest('a take is dropped on the timeline by drag and by key', async () => {
  const page = await openEdit()
  await page.getByText('Drag a take here, or select one in the bin').waitFor()
  const lanes = await center(page.getByRole('group', { name: 'Tracks' }))
  await drag(page, await center(take(page, 1)), { x: lanes.left + 3, y: lanes.y })
  await expectClips(page, [[0, LENGTH, 0]])
  expect((await clipsOnDisk())[0]?.name).toBe(PROMPT)

  await take(page, 2).click()
  await page.keyboard.press('e')
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH, 0],
  ])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('clips are trimmed and moved with the pointer, and by key', async () => {
  const page = await openEdit()
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH, 0],
  ])
  const second = await center(clips(page).nth(1))
  const perFrame = second.width / LENGTH
  const edge = second.left + second.width
  await drag(page, { x: edge - 2, y: second.y }, { x: edge - 2 - 12 * perFrame, y: second.y })
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH - 12, 0],
  ])

  await drag(page, { x: second.left + 15 * perFrame, y: second.y }, { x: second.left + 55 * perFrame, y: second.y })
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  await clips(page).nth(0).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('q')
  await expectClips(page, [
    [10, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  await page.keyboard.press('Alt+ArrowRight')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a clip is deleted with and without its gap; a refused edit says why', async () => {
  const page = await openEdit()
  await clips(page).nth(1).click()
  await page.keyboard.press('Shift+Delete')
  await expectClips(page, [[11, LENGTH - 10, 10]])
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  await clips(page).nth(0).click()
  await page.keyboard.press('Delete')
  await expectClips(page, [[LENGTH + 40, LENGTH - 12, 0]])
  await page.keyboard.press('Delete')
  await page.getByRole('log', { name: 'Messages' }).getByText('Select a clip first.').waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('undo and redo go on after a reload, after Ctrl-C and after kill -9', async () => {
  let page = await openEdit()
  const now = await shapesOnDisk()
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  await page.reload()
  await goToEdit(page)
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [10, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  for (const how of ['stop', 'kill'] as const) {
    await stage.restart(how)
    page = await stage.browser.open()
    // Which project was open is not remembered by the studio; the home lists it first.
    await page
      .getByRole('main', { name: 'Project home' })
      .getByRole('button', { name: /^Cutting room/ })
      .click()
    await goToEdit(page)
    await page.keyboard.press('Control+z')
    await expectClips(
      page,
      how === 'stop'
        ? [
            [0, LENGTH, 0],
            [LENGTH + 40, LENGTH - 12, 0],
          ]
        : [
            [0, LENGTH, 0],
            [LENGTH, LENGTH - 12, 0],
          ],
    )
  }
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+y')
  await expectClips(page, now)
  expect(stage.browser.troubles()).toEqual([])
})
