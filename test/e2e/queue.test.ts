import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Job } from '../../core/generation/job.ts'
import { makeTake, waitForJob } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
const OTHER = 'a blue box moves right in the snow by night'
const stage = useStudio()

const folder = (): string => join(stage.home, 'projects', 'Nights.cortado')
const job = async (id: string): Promise<Job | undefined> =>
  (await stage.studio.client.jobs.list()).jobs.find((one) => one.id === id)
const report = (page: Page): Locator => page.getByRole('dialog', { name: 'What became of the queue' })
const editor = (page: Page): Locator => page.getByRole('dialog', { name: /^Edit a take/ })

async function open(name: string): Promise<Page> {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: new RegExp(`^Project ${name}`) }).waitFor()
  return page
}

async function start(request: { prompt: string; steps: number; seed?: number }): Promise<string> {
  const { jobs } = await stage.studio.client.generation.start(request)
  return jobs[0]?.id ?? ''
}

async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = editor(page).getByRole('spinbutton', { name: label, exact: true })
  await field.focus()
  await expect.poll(() => field.inputValue()).toMatch(/^[\d.]*$/)
  await field.fill(String(value))
  await field.press('Tab')
}

/** A job that cannot go on: the picture that it begins with is gone. Gives the way to bring that back. */
async function failingJob(take: string): Promise<{ id: string; mend(): Promise<void> }> {
  const { client } = stage.studio
  const busy = await start({ prompt: OTHER, steps: 900 })
  const change = { operation: 'image-to-video', picture: { take, frame: 3 } } as const
  const { jobs } = await client.generation.start({ prompt: PROMPT, steps: 2, seed: 41, change })
  const [made] = jobs
  const picture = made?.payload.kind === 'generate' ? (made.payload.recipe.keyframes?.[0]?.picture ?? '') : ''
  const path = join(folder(), 'media', picture.slice(0, 2), picture.slice(2))
  await rename(path, `${path}.away`)
  await client.jobs.cancel({ id: busy })
  const id = made?.id ?? ''
  await expect.poll(async () => (await job(id))?.state).toBe('failed')
  return { id, mend: () => rename(`${path}.away`, path) }
}

windowTest(
  'a take that waits is edited from the queue: its plan comes first, and it is made as it says then',
  async () => {
    await stage.studio.client.project.create({ name: 'Edits' })
    const page = await open('Edits')
    const busy = await start({ prompt: OTHER, steps: 900 })
    const id = await start({ prompt: PROMPT, steps: 2, seed: 5 })
    await page.keyboard.press('Control+j')
    const rows = page.getByRole('dialog', { name: 'Queue' }).getByRole('list', { name: 'In the queue' })
    expect(await rows.getByRole('listitem').nth(0).getByRole('button', { name: 'Edit' }).count()).toBe(0)
    await rows.getByRole('listitem').nth(1).getByRole('button', { name: 'Edit' }).click()
    await editor(page)
      .getByRole('status', { name: 'Plan of the take' })
      .getByText(/peak .* GB/)
      .waitFor()
    await setNumber(page, 'Steps', 3)
    await setNumber(page, 'Seed', 99)
    await setNumber(page, 'Guidance', 2.5)
    await setNumber(page, 'Frames', 17)
    const words = editor(page).getByRole('textbox', { name: 'Prompt of the take' })
    await words.fill('')
    expect(await editor(page).getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await words.fill(OTHER)
    await words.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
    await expect
      .poll(async () => (await job(id))?.payload)
      .toMatchObject({ recipe: { prompt: OTHER, steps: 3, seed: 99, guidance: 2.5, frames: 17 } })

    // By name from the palette, and left without a change.
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find a command' }).fill('Edit the next take')
    await page.keyboard.press('Enter')
    await editor(page).waitFor()
    await page.keyboard.press('Escape')
    await editor(page).waitFor({ state: 'detached' })

    // Its turn comes while it is being edited: it can be paused then.
    await page.keyboard.press('Control+j')
    await rows.getByRole('listitem').nth(1).getByRole('button', { name: 'Edit' }).click()
    await setNumber(page, 'Steps', 900)
    await words.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
    await page.keyboard.press('Control+j')
    await rows.getByRole('listitem').nth(1).getByRole('button', { name: 'Edit' }).click()
    await stage.studio.client.jobs.cancel({ id: busy })
    await editor(page).getByText('It has begun meanwhile').waitFor()
    await editor(page).getByRole('button', { name: 'Pause it' }).click()
    await setNumber(page, 'Steps', 2)
    await words.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
    await stage.studio.client.jobs.resume({ id })
    await waitForJob(stage.studio, id)
    const { takes } = await stage.studio.client.library.takes({})
    expect(takes.map(({ recipe }) => recipe)).toMatchObject([{ prompt: OTHER, steps: 2, seed: 99, frames: 17 }])
    expect(stage.browser.troubles()).toEqual([])
  },
)

windowTest(
  'what failed while no window was open is told with its reason, and is mended, edited and tried again',
  async () => {
    await stage.studio.client.project.create({ name: 'Nights' })
    const take = await makeTake(stage.studio, PROMPT, { seed: 1, steps: 2 })
    let page = await open('Nights')
    await page.mouse.move(300, 300)
    await page.close()
    const first = await failingJob(take.id)

    page = await open('Nights')
    const failed = (): Locator => report(page).getByRole('region', { name: 'Failed' })
    await failed().getByText('MEDIA_DAMAGED').waitFor()
    await report(page)
      .getByText(/1 failed/)
      .waitFor()
    // Not read yet: it comes again.
    await page.reload()
    await first.mend()
    await failed().getByRole('button', { name: 'Try again' }).click()
    await failed().getByText('Tried again: done').waitFor()
    await report(page).getByRole('button', { name: 'Done' }).click()
    await report(page).waitFor({ state: 'detached' })
    await page.reload()
    await page
      .getByRole('listbox', { name: `Takes of ${PROMPT}` })
      .first()
      .waitFor()
    expect(await report(page).count()).toBe(0)
    await page.close()

    const second = await failingJob(take.id)
    await second.mend()
    page = await open('Nights')
    await failed().getByRole('button', { name: 'Edit' }).click()
    await editor(page).getByText('MEDIA_DAMAGED').waitFor()
    await editor(page).getByText('It begins with a picture, so its length and size stay.').waitFor()
    await setNumber(page, 'Seed', 77)
    await editor(page).getByRole('button', { name: 'Try again' }).click()
    await editor(page).waitFor({ state: 'detached' })
    const { result } = await waitForJob(stage.studio, second.id)
    const made = (await stage.studio.client.library.takes({})).takes.find(({ id }) => id === result?.take)
    expect(made?.recipe).toMatchObject({ seed: 77, operation: 'image-to-video' })
    expect(stage.browser.troubles()).toEqual([])
  },
)

windowTest('what a night made is told in the morning, once; a key shows the last day at any time', async () => {
  const { client } = stage.studio
  await client.project.open({ path: folder() })
  await client.jobs.seen({})
  const night = await makeTake(stage.studio, OTHER, { seed: 8, steps: 2 })
  await stage.studio.stop()
  const library = new Database(join(folder(), 'library.sqlite'))
  library.exec('UPDATE attended SET at = at - 8 * 3600000')
  library.exec(`UPDATE job SET ended_at = ended_at - 3600000 WHERE result LIKE '%${night.id}%'`)
  library.close()
  await stage.restart('stop')
  await stage.studio.client.project.open({ path: folder() })

  const page = await open('Nights')
  await report(page)
    .getByText(/Since 8 h ago/)
    .waitFor()
  const finished = report(page).getByRole('region', { name: 'Finished' })
  await finished.getByText(OTHER).first().waitFor()
  await finished.getByRole('button', { name: 'Show' }).first().click()
  await report(page).waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('listbox', { name: `Takes of ${OTHER}` }).waitFor()
  expect(await report(page).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+J')
  await finished.getByText(OTHER).first().waitFor()
  await page.keyboard.press('Escape')
  await report(page).waitFor({ state: 'detached' })
  expect(stage.browser.troubles()).toEqual([])
})
