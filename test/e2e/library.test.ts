import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openLibrary } from '../../main/library/index.ts'
import { lavfiClip } from '../support/lavfi.ts'
import { recipe } from '../unit/library/recipe.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const LONG =
  'a very long name of a shot that goes on and on, past every edge that a panel could have, and further still'
const SHOTS = 40
const TAKES = 5

/** A project of 200 takes whose files are a few real ones; each shot has a name that is too long for its panel. */
async function makeProject(folder: string): Promise<void> {
  const library = await openLibrary(folder, { create: { name: 'Archive' } })
  const file = async (name: string, mime: string, ...more: string[]): Promise<string> => {
    const path = library.media.temporary(name)
    await lavfiClip(path, 'testsrc=size=128x72:rate=8:duration=1', more)
    return (await library.media.adopt(path, mime)).sha256
  }
  const poster = await file('jpg', 'image/jpeg', '-frames:v', '1')
  const media = {
    master: await file('mkv', 'video/x-matroska', '-c:v', 'ffv1'),
    proxy: await file('mp4', 'video/mp4', '-c:v', 'libx264', '-g', '1', '-pix_fmt', 'yuv420p'),
    poster,
    filmstrip: poster,
  }
  const size = { width: 128, height: 72 }
  const shape = { filmstripFrames: 1, frames: 8, rate: { num: 8, den: 1 }, size }
  for (let index = 0; index < SHOTS; index += 1) {
    const name = index === 0 ? LONG : `Shot ${index}`
    const shot = library.shots.create({ prompt: `a red kite number ${index}`, name }).id
    for (let take = 0; take < TAKES; take += 1) {
      const made = recipe({ prompt: `a red kite number ${index}`, seed: index * TAKES + take, frames: 8, size })
      const unknown = { job: null, parent: null, madeInMs: null, peakBytes: null }
      await library.takes.record({ ...media, ...shape, ...unknown, shot, recipe: made })
    }
  }
  library.close()
}

const stage = useStudio(async (studio) => {
  const { projectsFolder } = await studio.client.system.status()
  mkdirSync(projectsFolder, { recursive: true })
  const folder = join(projectsFolder, 'Archive.cortado')
  await makeProject(folder)
  await studio.client.project.open({ path: folder })
})

async function openEdit(): Promise<Page> {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Archive/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  return page
}

const bin = (page: Page) => page.getByRole('complementary', { name: 'Takes' })

windowTest('bins, labels, favourites and the trash are at hand among 200 takes', async () => {
  const page = await openEdit()
  const panel = bin(page)
  await panel.getByRole('button', { name: 'Bins', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New bin' }).click()
  await page.getByRole('textbox', { name: 'Name of the new bin' }).fill('Keepers')
  await page.keyboard.press('Enter')
  await panel.getByText('Nothing fits').waitFor()
  await panel.getByRole('combobox', { name: 'Bin' }).selectOption('All takes')

  const shot = panel.getByRole('region', { name: 'Shot 39', exact: true })
  const more = shot.getByRole('button', { name: 'Shot Shot 39' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Put into a bin…' }).click()
  await page.getByRole('menuitem', { name: 'Keepers' }).click()
  await more.click()
  await page.getByRole('menuitem', { name: 'Label…' }).click()
  await page.getByRole('menuitem', { name: 'Teal' }).click()
  await shot.getByRole('img', { name: 'Label teal' }).waitFor()
  await shot.getByRole('button', { name: 'Take 2 of Shot 39' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Favourite', exact: true }).click()
  await shot.getByRole('img', { name: 'Favourite' }).waitFor()
  await panel.getByRole('combobox', { name: 'Bin' }).selectOption('Keepers')
  await expect.poll(() => panel.getByRole('region').count()).toBe(1)
  await page.screenshot({ path: join(stage.home, 'bin.png') })

  await shot.getByRole('button', { name: 'Take 3 of Shot 39' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await shot.getByText('4 takes').waitFor()
  await panel.getByRole('combobox', { name: 'Bin' }).selectOption('Trash')
  await page.screenshot({ path: join(stage.home, 'trash.png') })
  await panel.getByRole('button', { name: 'Take back' }).click()
  await panel.getByText('The trash is empty').waitFor()
  const { shots } = await stage.studio.client.library.shots()
  expect(shots.find(({ name }) => name === 'Shot 39')).toMatchObject({ label: 'teal', takes: { length: TAKES } })
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a sequence is duplicated and thrown away, and other windows that show it turn away from it', async () => {
  const { client } = stage.studio
  const [page, other] = [await openEdit(), await openEdit()]
  const tabs = (of: Page) => of.getByRole('group', { name: 'Sequences' })
  await tabs(page).getByRole('button', { name: 'Archive', exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  const copy = (of: Page) => tabs(of).getByRole('button', { name: 'Archive copy', exact: true })
  await expect.poll(() => copy(page).getAttribute('aria-pressed')).toBe('true')
  await copy(other).click()
  await expect.poll(() => copy(other).getAttribute('aria-pressed')).toBe('true')
  await copy(page).click({ button: 'right' })
  await page.screenshot({ path: join(stage.home, 'sequence-menu.png') })
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  for (const of of [page, other]) {
    await of.getByText('"Archive copy" is in the trash').waitFor()
    await copy(of).waitFor({ state: 'detached' })
    await tabs(of).locator('[aria-pressed=true]', { hasText: 'Archive' }).waitFor()
  }
  // The last one stays.
  await tabs(other).getByRole('button', { name: 'Archive', exact: true }).click({ button: 'right' })
  expect(await other.getByRole('menuitem', { name: 'Move to the trash' }).isDisabled()).toBe(true)
  await other.keyboard.press('Escape')
  await bin(other).getByRole('combobox', { name: 'Bin' }).selectOption('Trash')
  await bin(other).getByText('Archive copy · sequence').waitFor()
  await other.screenshot({ path: join(stage.home, 'sequence-trash.png') })
  await bin(other).getByRole('button', { name: 'Take back' }).click()
  await copy(page).waitFor()
  expect((await client.sequence.list()).sequences).toHaveLength(2)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a file that is missing is told of, and found in a folder', async () => {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const [take] = (await client.library.takes({})).takes
  const path = join(project?.path ?? '', 'media', (take?.master ?? '').slice(0, 2), (take?.master ?? '').slice(2))
  // Inside the projects folder: a window may search no other one that was not picked in a dialog.
  const found = join(project?.path ?? '', 'found')
  mkdirSync(found)
  copyFileSync(path, join(found, 'renamed.bin'))
  rmSync(path)
  const page = await openEdit()
  const panel = bin(page)
  await panel.getByText('1 file missing').waitFor()
  await panel.getByRole('button', { name: 'Find…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Missing files' })
  await dialog.getByRole('textbox', { name: 'Folder to search' }).fill(found)
  await page.screenshot({ path: join(stage.home, 'missing.png') })
  await dialog.getByRole('button', { name: 'Search' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect((await client.media.missing()).files).toEqual([])
  expect(stage.browser.troubles()).toEqual([])
})
