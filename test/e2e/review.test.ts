import { expect } from 'vitest'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
const CURVES = ['Motion', 'Jump', 'Flicker', 'Light']

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Dailies' })
  const first = await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
  await makeTake(studio, PROMPT, { seed: 2, shot: first.shot, steps: 2 })
})

windowTest('a finished take is measured by itself; its curves, figures and order are in the window', async () => {
  const { client } = stage.studio
  await expect
    .poll(async () => (await client.library.takes({})).takes.every(({ review }) => review !== null))
    .toBe(true)
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Dailies/ }).waitFor()
  await page.keyboard.press('Control+2')
  const bin = page.getByRole('complementary', { name: 'Takes' })
  const takes = bin.getByRole('button', { name: /^Take \d of / })
  await takes.first().click()

  const curves = page.getByRole('region', { name: 'Review of take 1' })
  for (const name of CURVES) await curves.getByRole('figure', { name: new RegExp(`^${name}: `) }).waitFor()
  await curves.getByText('heuristic').waitFor()
  const points = await curves.locator('polyline').first().getAttribute('points')
  expect(points?.split(' ')).toHaveLength(16)

  await page.keyboard.press('e')
  await page
    .getByRole('group', { name: 'Tracks' })
    .getByRole('button', { name: /^Clip / })
    .click()
  const details = page.getByRole('complementary', { name: 'Inspector' }).getByRole('region', { name: 'Review' })
  const { takes: measured } = await client.library.takes({})
  await details.getByText(`${measured[0]?.review?.figures.flicker.toFixed(2)} of 255`).waitFor()
  for (const { words } of measured[0]?.review?.findings ?? []) await details.getByText(words).first().waitFor()

  await page.keyboard.press('Home')
  await expect.poll(() => curves.locator('.curve-now').first().getAttribute('x1')).toBe('0')
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
  await expect
    .poll(async () => Number(await curves.locator('.curve-now').first().getAttribute('x1')))
    .toBeGreaterThan(5)
  if (process.env['CORTADO_PICTURES'] !== undefined) {
    await page.screenshot({ path: `${process.env['CORTADO_PICTURES']}/review.png` })
  }

  const { takes: lively } = await client.library.takes({ sort: 'motion' })
  await bin.getByLabel('Sort takes').selectOption('motion')
  const shown = async (): Promise<(string | null)[]> =>
    Promise.all((await takes.all()).map((card) => card.getAttribute('aria-label')))
  await expect.poll(shown).toEqual(lively.map(({ number }) => `Take ${number} of ${PROMPT}`))

  await bin.getByLabel('Sort takes').blur()
  await page.keyboard.press('c')
  await curves.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Curves' }).click()
  await curves.waitFor()
  expect(stage.browser.troubles()).toEqual([])
})
