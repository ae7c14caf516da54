import type { Page } from 'playwright-core'
import type { Take } from '../../../core/library/entities.ts'
import { waitForJob } from './running-studio.ts'
import type { RunningStudio } from './running-studio.ts'

/** `held` leaves the pointer where it is. */
type Shoot = (name: string, held?: 'held') => Promise<void>

/** Pictures of every way to change a take, in a project whose film has clips of the first take's shot and of others. */
export async function pictureChanges(page: Page, studio: RunningStudio, take: Take, shoot: Shoot): Promise<void> {
  const retaken = await changed(studio, { operation: 'retake', take: take.id, from: 6, to: 11 })
  await changed(studio, { operation: 'extend', take: retaken, frames: 8 })
  await changed(studio, { operation: 'restyle', take: retaken, strength: 0.5 })
  await changed(studio, { operation: 'extend', take: take.id, frames: 16 })
  await retake(page, take, shoot)
  await mask(page, shoot)
  await compare(page, studio, take, shoot)
  await otherWords(page, take, shoot)
  await tile(page, take).click()
  await page.keyboard.press('Shift+L')
  await page.getByRole('dialog', { name: /^Where take/ }).waitFor()
  await shoot('change-lineage')
  await page.keyboard.press('Escape')
  await grid(page, take, shoot)
  await timeline(page, shoot)
}

type Change = NonNullable<Parameters<RunningStudio['client']['generation']['start']>[0]['change']>

/** Makes a change and gives the id of its take. */
async function changed(studio: RunningStudio, change: Change): Promise<string> {
  const { jobs } = await studio.client.generation.start({ change })
  return (await waitForJob(studio, jobs[0]?.id ?? '')).result?.take ?? ''
}

/** A range marked in the viewer, and its retake planned. */
async function retake(page: Page, take: Take, shoot: Shoot): Promise<void> {
  await page.keyboard.press('Control+1')
  await tile(page, take).dblclick()
  await page.getByRole('group', { name: /^Picture/ }).focus()
  await page.keyboard.press('Home')
  await press(page, 'ArrowRight', 6)
  await page.keyboard.press('i')
  await press(page, 'ArrowRight', 4)
  await page.keyboard.press('o')
  await page.keyboard.press('r')
  await planned(page)
  await shoot('change-retake')
}

async function mask(page: Page, shoot: Shoot): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('group', { name: /^Picture/ }).focus()
  await page.keyboard.press('m')
  const canvas = await box(page, 'Mask')
  const at = (x: number, y: number): [number, number] => [canvas.x + x * canvas.width, canvas.y + y * canvas.height]
  const drag = async (...points: [number, number][]): Promise<void> => {
    await page.mouse.move(...at(...(points[0] ?? [0, 0])))
    await page.mouse.down()
    for (const point of points) await page.mouse.move(...at(...point), { steps: 6 })
    await page.mouse.up()
  }
  await page.keyboard.press('Home')
  await drag([0.66, 0.2], [0.72, 0.15], [0.78, 0.2], [0.74, 0.26], [0.68, 0.24], [0.72, 0.2])
  await page.keyboard.press('v')
  await drag([0.4, 0.4], [0.41, 0.4])
  await page.keyboard.press('End')
  await drag([0.4, 0.4], [0.43, 0.43])
  await press(page, 'ArrowLeft', 5)
  await planned(page)
  await shoot('change-mask')
  await page.keyboard.press('Delete')
  for (let layer = 0; layer < 3; layer += 1) await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function compare(page: Page, studio: RunningStudio, take: Take, shoot: Shoot): Promise<void> {
  const { takes } = await studio.client.library.takes({ shot: take.shot })
  const other = takes.find(({ id, parent }) => id !== take.id && parent === null)
  if (!other) throw new Error('there is nothing to compare')
  await tile(page, other).click()
  await tile(page, take).click({ modifiers: ['Control'] })
  await page.keyboard.press('c')
  await page.getByRole('group', { name: /^Comparison/ }).focus()
  await press(page, 'ArrowRight', 6)
  await page.locator('canvas[data-painted="wipe 6"]').waitFor()
  await shoot('change-compare')
  for (const [key, way] of Object.entries({ s: 'side', n: 'onion', d: 'difference', b: 'single' })) {
    await page.keyboard.press(key)
    await page.locator(`canvas[data-painted="${way} 6"]`).waitFor()
    await shoot(`change-compare-${way}`)
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

/** A take in other words, and one of its frames as the first of a new shot. */
async function otherWords(page: Page, take: Take, shoot: Shoot): Promise<void> {
  const words = page.getByRole('textbox', { name: 'Prompt of the change' })
  await tile(page, take).dblclick()
  await page.getByRole('group', { name: /^Picture/ }).focus()
  await page.keyboard.press('Shift+X')
  await page.keyboard.press('Shift+R')
  await page.getByRole('slider', { name: 'Strength' }).fill('0.5')
  await words.fill('a red ball bounces in the snow at night')
  await planned(page)
  await shoot('change-restyle')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('group', { name: /^Picture/ }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+F')
  await words.fill('a red ball rolls right in a field at sunset')
  await planned(page)
  await shoot('change-first-frame')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** The grid made, one take kept and one rejected. */
async function grid(page: Page, take: Take, shoot: Shoot): Promise<void> {
  await tile(page, take).click()
  await page.keyboard.press('Shift+V')
  const dialog = page.getByRole('dialog', { name: /^Variations/ })
  await dialog.getByRole('textbox', { name: 'Values down' }).fill('1, 3, 6')
  await dialog.getByRole('textbox', { name: 'Values across' }).fill('4, 8, 16, 24')
  await dialog.getByRole('button', { name: 'Make 12 takes' }).click()
  await dialog.getByText('All 12 takes are there').waitFor({ timeout: 600_000 })
  await page.keyboard.press('x')
  await press(page, 'ArrowRight', 5)
  await page.keyboard.press('k')
  await shoot('change-grid')
  await page.keyboard.press('Escape')
}

/** An extension while it is dragged, and a bridge that is planned. */
async function timeline(page: Page, shoot: Shoot): Promise<void> {
  await page.keyboard.press('Control+2')
  const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
  const last = await clips.last().boundingBox()
  if (!last) throw new Error('the film has no clip')
  const end = { x: last.x + last.width - 3, y: last.y + last.height / 2 }
  await page.mouse.move(end.x, end.y)
  await page.mouse.down()
  await page.mouse.move(end.x + 140, end.y, { steps: 8 })
  await page.getByText(/frames to make/).waitFor()
  await shoot('change-extend', 'held')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await clips.last().click()
  await press(page, 'Alt+ArrowRight', 24)
  const moved = await clips.last().boundingBox()
  if (!moved) throw new Error('the film has no clip')
  await page.mouse.click(moved.x - 20, end.y)
  await page.keyboard.press('Shift+B')
  await planned(page)
  await shoot('change-bridge')
  await page.getByRole('button', { name: 'Cancel' }).click()
}

function tile(page: Page, take: Take) {
  return page.locator(`.wall [data-take="${take.id}"]`)
}

async function planned(page: Page): Promise<void> {
  await page.getByRole('status', { name: 'Plan of the change' }).getByText(/peak/).waitFor()
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

async function box(page: Page, name: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await page.getByRole('img', { name, exact: true }).boundingBox()
  if (!found) throw new Error(`${name} is not on the screen`)
  return found
}
