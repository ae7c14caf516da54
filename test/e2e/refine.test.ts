import { expect } from 'vitest'
import type { Shot } from '../../core/library/entities.ts'
import { REFINERS } from '../unit/inference/refine/refiners.ts'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

process.env['CORTADO_PACKS'] = REFINERS

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Finishing' })
  await makeTake(studio, 'a red ball bounces in a field by day', { seed: 1 })
})

const shot = async (): Promise<Shot | undefined> => (await stage.studio.client.library.shots()).shots[0]
const pickedSize = async (): Promise<unknown> => {
  const { takes = [], picked } = (await shot()) ?? {}
  const take = takes.find(({ id }) => id === picked)
  return take && [take.size.width, take.frames, take.rate.num]
}

windowTest('a clip is made larger from its menu and smooth from a key; the takes that were there stay', async () => {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Finishing/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page
    .getByRole('complementary', { name: 'Takes' })
    .getByRole('button', { name: /^Take 1 of / })
    .click()
  await page.keyboard.press('e')
  const clip = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })

  await clip.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Upscale to 256 × 256 with Tiny upscale 2x' }).click()
  await expect.poll(pickedSize, { timeout: 150_000 }).toEqual([256, 16, 8])

  await page.keyboard.press('Shift+U')
  await expect.poll(pickedSize, { timeout: 150_000 }).toEqual([256, 48, 24])
  const { takes = [] } = (await shot()) ?? {}
  expect(takes.map(({ size, frames }) => [size.width, frames])).toEqual([
    [128, 16],
    [256, 16],
    [256, 48],
  ])
  expect(takes.map(({ parent }) => parent)).toEqual([null, takes[0]?.id, takes[1]?.id])
  expect(await clip.count()).toBe(1)
})

windowTest('the menu of a take on the wall opens by key, and says what it will make', async () => {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Finishing/ }).waitFor()
  await page.keyboard.press('Control+1')
  await page
    .getByRole('listbox', { name: /^Takes of / })
    .getByRole('option')
    .first()
    .click()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Upscale to .* with Tiny realesrgan 4x/ }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('menuitem').count()).toBe(0)
})
