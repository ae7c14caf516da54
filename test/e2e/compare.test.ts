import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Take } from '../../core/library/entities.ts'
import { makeTake, waitForJob } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Choosing' })
  const first = await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
  await makeTake(studio, PROMPT, { seed: 2, shot: first.shot, steps: 2 })
  const change = { operation: 'retake' as const, take: first.id, from: 4, to: 8 }
  const { jobs } = await studio.client.generation.start({ change })
  await waitForJob(studio, jobs[0]?.id ?? '')
})

const takes = async (): Promise<Take[]> => (await stage.studio.client.library.takes({})).takes

async function open(workspace: 'Control+1' | 'Control+2'): Promise<Page> {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Choosing/ }).waitFor()
  await page.keyboard.press(workspace)
  return page
}

const tile = (page: Page, number: number): Locator =>
  page
    .getByRole('listbox', { name: `Takes of ${PROMPT}` })
    .getByRole('option', { name: new RegExp(`^Take ${number},`) })
const viewer = (page: Page): Locator => page.getByRole('dialog', { name: 'Compare takes' })
const canvas = (page: Page): Locator => viewer(page).getByRole('img', { name: 'Comparison' })

/** The picture on the canvas as bytes, once it shows this mode and frame. */
async function picture(page: Page, painted: string): Promise<number[]> {
  await expect.poll(() => canvas(page).getAttribute('data-painted')).toBe(painted)
  return await canvas(page).evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    copy?.drawImage(element as HTMLCanvasElement, 0, 0)
    return [...(copy?.getImageData(0, 0, width, height).data ?? [])]
  })
}

/** Mean difference of the columns `from` to `to` of two pictures of 128 pixels in width. */
function apart(a: number[], b: number[], from = 0, to = 128): number {
  const differences = a.flatMap((value, index) => {
    const x = Math.floor(index / 4) % 128
    return x >= from && x < to && index % 4 !== 3 ? [Math.abs(value - (b[index] ?? 0))] : []
  })
  return differences.reduce((sum, value) => sum + value, 0) / differences.length
}

windowTest('two takes are compared by A and B, wipe, side by side, onion and difference, frame by frame', async () => {
  const page = await open('Control+1')
  await tile(page, 1).click()
  await tile(page, 2).click({ modifiers: ['Control'] })
  await page.keyboard.press('c')
  await page.keyboard.press('b')
  const a = await picture(page, 'single 0')
  await viewer(page).getByRole('button', { name: 'A alone' }).waitFor()
  await page.keyboard.press('b')
  await viewer(page).getByRole('button', { name: 'B alone' }).waitFor()
  const b = await picture(page, 'single 0')
  expect(apart(a, b)).toBeGreaterThan(2)

  await page.keyboard.press('w')
  const half = await picture(page, 'wipe 0')
  expect([apart(half, a, 0, 64), apart(half, b, 64)]).toEqual([0, 0])
  const box = await canvas(page).boundingBox()
  if (!box) throw new Error('the picture is not on the screen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect.poll(async () => apart(await picture(page, 'wipe 0'), b, 34)).toBe(0)
  expect(apart(await picture(page, 'wipe 0'), a, 0, 30)).toBe(0)

  await page.keyboard.press('n')
  const onion = await picture(page, 'onion 0')
  // Half of each is as far from the one as from the other.
  expect(Math.abs(apart(onion, a) - apart(onion, b))).toBeLessThan(1)
  await page.keyboard.press('d')
  expect(
    apart(
      await picture(page, 'difference 0'),
      a.map(() => 0),
    ),
  ).toBeGreaterThan(2)
  await viewer(page)
    .getByRole('group', { name: /^Comparison/ })
    .focus()
  await page.keyboard.press('ArrowRight')
  await picture(page, 'difference 1')
  await page.keyboard.press('s')
  const side = await picture(page, 'side 1')
  expect(side.length).toBe(4 * 128 * (2 * 128 + 8))
  await viewer(page).getByRole('region', { name: 'What differs' }).getByRole('row', { name: 'Seed 1 2' }).waitFor()

  // The same take twice differs nowhere.
  await page.keyboard.press('d')
  await viewer(page)
    .getByRole('combobox', { name: 'Take B' })
    .selectOption((await takes())[0]?.id ?? '')
  await expect
    .poll(async () =>
      apart(
        await picture(page, 'difference 0'),
        a.map(() => 0),
      ),
    )
    .toBe(0)
  await viewer(page).getByText('Nothing: the recipes are equal.').waitFor()

  // Escape leaves one thing at a time, also several times in a row.
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: /^Take 2 of/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('c')
  await viewer(page).waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest(
  'a clip compares its take with the one that it was made from; what was made anew differs and nothing else',
  async () => {
    const third = (await takes())[2]
    await stage.studio.client.library.pick({ id: third?.shot ?? '', take: third?.id ?? '' })
    const page = await open('Control+2')
    await page
      .getByRole('complementary', { name: 'Takes' })
      .getByRole('button', { name: `Take 3 of ${PROMPT}` })
      .click()
    await page.keyboard.press('e')
    await page
      .getByRole('group', { name: 'Tracks' })
      .getByRole('button', { name: /^Clip / })
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Compare takes of the clip' }).click()
    await page.keyboard.press('d')
    const black = async (frame: number): Promise<number> => {
      const shown = await picture(page, `difference ${frame}`)
      return apart(
        shown,
        shown.map(() => 0),
      )
    }
    await viewer(page)
      .getByRole('group', { name: /^Comparison/ })
      .focus()
    const outside = await black(0)
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight')
    // The proxies are lossy, so what stayed is only nearly black.
    expect(await black(6)).toBeGreaterThan(2 * outside)
    await page.keyboard.press('Escape')
    await viewer(page).waitFor({ state: 'detached' })
    expect(stage.browser.troubles()).toEqual([])
  },
)

windowTest('a grid is chosen, made and looked through; takes are kept and rejected by key', async () => {
  const page = await open('Control+1')
  await tile(page, 1).click()
  await page.keyboard.press('Shift+V')
  const dialog = page.getByRole('dialog', { name: 'Variations of take 1' })
  const make = dialog.getByRole('button', { name: /^Make/ })
  await dialog.getByRole('textbox', { name: 'Values down' }).fill('1, x')
  await dialog.getByText('"x" is no number from 0 to 100.').waitFor()
  expect(await make.isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Values down' }).fill('1, 4')
  await dialog.getByRole('textbox', { name: 'Values across' }).fill('1, 2')
  await dialog
    .getByRole('status', { name: 'Plan of the grid' })
    .getByText(/^4 takes/)
    .waitFor()
  await dialog.getByRole('button', { name: 'Make 4 takes' }).click()
  await dialog.getByText('All 4 takes are there').waitFor()
  const cells = dialog.getByRole('gridcell')
  expect(await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')))).toEqual([
    'Guidance 1, Steps 1',
    'Guidance 1, Steps 2',
    'Guidance 4, Steps 1',
    'Guidance 4, Steps 2',
  ])
  expect(await dialog.getByRole('rowheader').allInnerTexts()).toEqual(['1', '4'])

  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('k')
  await expect
    .poll(() => cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label'))))
    .toEqual([
      'Guidance 1, Steps 1, kept',
      'Guidance 1, Steps 2, rejected',
      'Guidance 4, Steps 1',
      'Guidance 4, Steps 2, kept',
    ])
  const made = (await takes()).slice(3)
  const [first] = await takes()
  expect(made.map(({ recipe, parent }) => [recipe.guidance, recipe.steps, recipe.seed, parent])).toEqual(
    [1, 4].flatMap((guidance) => [1, 2].map((steps) => [guidance, steps, 1, first?.id])),
  )
  expect(made.map(({ rating, rejected }) => [rating, rejected])).toEqual([
    [3, false],
    [0, true],
    [0, false],
    [3, false],
  ])

  // It is there again after a reload.
  await page.reload()
  await tile(page, 1).click()
  await page.keyboard.press('Shift+V')
  await dialog.getByText('All 4 takes are there').waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('the graph shows what a take was made from and what was made from it, and opens it', async () => {
  const page = await open('Control+1')
  await tile(page, 3).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Where a take comes from' }).click()
  const graph = page.getByRole('group', { name: 'Takes and what was made from them' })
  await graph.getByRole('button', { name: 'Take 1 from words' }).waitFor()
  expect(await graph.getByRole('button').count()).toBe(6)
  expect(await graph.getByRole('button', { name: 'Take 3 retake 5–8' }).getAttribute('aria-current')).toBe('true')
  expect(await graph.locator('path').count()).toBe(5)
  await graph.getByRole('button', { name: 'Take 1 from words' }).click()
  await page.getByRole('dialog', { name: /^Take 1 of/ }).waitFor()
  expect(stage.browser.troubles()).toEqual([])
})
