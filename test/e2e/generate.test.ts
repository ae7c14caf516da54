import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Job } from '../../core/generation/job.ts'
import { childrenOf } from '../support/children.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a blue box moves right in the snow by night'
const stage = useStudio()

const prompt = (page: Page): Locator => page.getByRole('textbox', { name: 'Prompt', exact: true })
const takesOf = (page: Page, name: string): Locator =>
  page.getByRole('listbox', { name: `Takes of ${name}` }).getByRole('option')
const jobs = async (): Promise<Job[]> => (await stage.studio.client.jobs.list()).jobs
/** Of every job, the oldest first. */
const states = async (): Promise<string[]> =>
  (await jobs()).toSorted((a, b) => a.createdAt - b.createdAt).map((job) => job.state)

const stepOf = (job: Job | undefined): number => Number(/^step (\d+) of/.exec(job?.stage ?? '')?.[1])

/** The job as it is told when its next step is done; its progress must not fall meanwhile. */
async function nextStep(id: string): Promise<Job> {
  const before = (await jobs()).find((job) => job.id === id)
  for await (const event of await stage.studio.client.system.events()) {
    if (event.type !== 'job' || event.job.id !== id) continue
    expect(event.job.progress).toBeGreaterThanOrEqual(before?.progress ?? 1)
    if (event.job.state === 'running' && event.job.stage !== before?.stage && stepOf(event.job) > 0) return event.job
  }
  throw new Error('the events ended')
}

async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: label, exact: true })
  // The focus shows the bare number; what is typed before that is added to the words.
  await field.focus()
  await expect.poll(() => field.inputValue()).toMatch(/^[\d.]*$/)
  await field.fill(String(value))
  await field.press('Tab')
}

windowTest('on the first start Enter alone makes a take', async () => {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  await expect.poll(() => prompt(page).inputValue()).not.toBe('')
  const words = await prompt(page).inputValue()
  await page.keyboard.press('Enter')
  await takesOf(page, words).first().waitFor({ timeout: 300_000 })
  expect((await stage.studio.client.library.takes({})).takes.map((take) => take.recipe.prompt)).toEqual([words])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('settings reach the recipe; several takes come from following seeds; a locked seed stays', async () => {
  await stage.studio.client.project.create({ name: 'Settings' })
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Settings/ }).waitFor()
  await prompt(page).fill(PROMPT)
  await page.getByRole('button', { name: 'Add a negative prompt' }).click()
  await page.getByRole('textbox', { name: 'Negative prompt' }).fill('a red ball')
  await setNumber(page, 'Frames', 17)
  await setNumber(page, 'Steps', 2)
  await setNumber(page, 'Guidance', 2.5)
  await setNumber(page, 'Seed', 700)
  await page.getByRole('button', { name: 'Keep this seed' }).click()
  await setNumber(page, 'Takes', 2)
  // Time and memory stand there before anything starts; they follow the settings.
  const plan = page.getByRole('form', { name: 'Prompt' }).getByRole('status', { name: 'Plan' })
  await plan.getByText(/^2 takes in \d+ s, each about \d+(\.\d+)? s, peak \d+\.\d+ GB, fits this device$/).waitFor()
  expect(await states()).toEqual([])
  // Only a clip of several passes can drift from one to the next.
  const match = page.getByRole('spinbutton', { name: 'Match later passes to the first' })
  expect(await match.count()).toBe(0)
  await setNumber(page, 'Frames', 80)
  await match.waitFor()
  await setNumber(page, 'Frames', 17)
  await page.getByRole('button', { name: 'Generate 2 takes' }).click()
  await expect.poll(() => takesOf(page, PROMPT).count(), { timeout: 300_000 }).toBe(2)
  const { takes } = await stage.studio.client.library.takes({})
  expect(takes.map((take) => take.recipe)).toMatchObject(
    [700, 701].map((seed) => ({ seed, negativePrompt: 'a red ball', frames: 17, steps: 2, guidance: 2.5 })),
  )
  expect(await page.getByRole('spinbutton', { name: 'Seed', exact: true }).inputValue()).toBe('700')
  await page.getByRole('button', { name: 'New seed' }).click()
  await expect.poll(() => page.getByRole('spinbutton', { name: 'Seed', exact: true }).inputValue()).not.toBe('700')

  // The pointer over a take plays it.
  await takesOf(page, PROMPT).first().hover()
  await takesOf(page, PROMPT).first().locator('canvas').waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a take is paused, goes on, and is cancelled from the window', async () => {
  await stage.studio.client.project.create({ name: 'Queue' })
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Queue/ }).waitFor()
  await prompt(page).fill(PROMPT)
  await setNumber(page, 'Steps', 400)
  await setNumber(page, 'Takes', 2)
  await prompt(page).press('Enter')
  await page.getByRole('img', { name: 'Live preview' }).first().waitFor()
  await expect.poll(states).toEqual(['running', 'waiting'])

  await page.keyboard.press('Control+j')
  const queue = page.getByRole('dialog', { name: 'Queue' })
  const rows = queue.getByRole('list', { name: 'In the queue' }).getByRole('listitem')
  expect(await rows.nth(0).innerText()).toMatch(/step \d+ of 400/)
  await rows.nth(1).getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(states).toEqual(['running', 'cancelled'])
  await rows.nth(0).getByRole('button', { name: 'Pause' }).click()
  await expect.poll(states).toEqual(['paused', 'cancelled'])
  const [paused] = (await jobs()).filter((job) => job.state === 'paused')
  expect(paused).toMatchObject({ resumable: true })
  const next = nextStep(paused?.id ?? '')
  await rows.nth(0).getByRole('button', { name: 'Go on' }).click()
  const wentOn = await next
  // It goes on after the step it had reached; those whose events were still on their way count too.
  expect(stepOf(wentOn)).toBeGreaterThan(stepOf(paused) || 0)
  expect(stepOf(wentOn)).toBeLessThanOrEqual((stepOf(paused) || 0) + 12)
  expect(wentOn.attempts).toBe(2)
  await rows
    .nth(0)
    .getByText(/step \d+ of 400 · \d+ (s|min) left/)
    .waitFor()
  await page.keyboard.press('Escape')
  await queue.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+.')
  await expect.poll(states).toEqual(['cancelled', 'cancelled'])
  expect((await stage.studio.client.library.takes({})).takes).toEqual([])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('kill -9 of the worker is told in the footer and costs nothing', async () => {
  await stage.studio.client.project.create({ name: 'Accident' })
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Accident/ }).waitFor()
  await prompt(page).fill(PROMPT)
  await prompt(page).press('Enter')
  await page.getByRole('img', { name: 'Live preview' }).first().waitFor()
  const [worker] = childrenOf(stage.studio.pid, 'inference/worker')
  process.kill(worker ?? 0, 'SIGKILL')
  await takesOf(page, PROMPT).first().waitFor({ timeout: 300_000 })
  await page.getByText('Worker restarted 1 time').waitFor()
  const [job] = await jobs()
  expect(job).toMatchObject({ state: 'done', attempts: 2 })
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('what the model cannot do is said beside the prompt, and nothing is queued', async () => {
  await stage.studio.client.project.create({ name: 'Refused' })
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Refused/ }).waitFor()
  await prompt(page).fill('a red ball '.repeat(2000))
  const alert = page.getByRole('form', { name: 'Prompt' }).getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toContain('PROMPT_TOO_LONG')
  await prompt(page).press('Enter')
  await expect.poll(() => alert.count()).toBe(1)
  expect(await jobs()).toEqual([])
  expect((await stage.studio.client.library.shots()).shots).toEqual([])
})
