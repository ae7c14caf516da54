import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { newId } from '../fakes/new-id.ts'
import { probeFilm } from './support/probe-film.ts'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Release' })
  await makeTake(studio, 'a blue kite rises over the city at night', { seed: 4, steps: 2 })
})
const renders = (): string => join(stage.home, 'projects', 'Release.cortado', 'renders')

/** Presses Tab until the element in focus has that name, as somebody without a pointer does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    })
    if (name.test(focused)) return
  }
  throw new Error(`Tab never reached ${String(name)}`)
}

windowTest(
  'with the keyboard alone: a take is laid on the timeline, cut and exported',
  async () => {
    const page = await stage.browser.open()
    await page.getByRole('button', { name: /^Project Release/ }).waitFor()

    // Every command is listed with its key, and found by its words.
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Ripple delete').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('edit work')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Timeline' }).waitFor()

    await page.keyboard.press('Control+e')
    const dialog = page.getByRole('dialog', { name: 'Export film' })
    await dialog.getByText('The timeline is empty').waitFor()
    expect(await dialog.getByRole('button', { name: 'Start export' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')

    await tabTo(page, /^Take 1 of /)
    await page.keyboard.press('Enter')
    await page.keyboard.press('e')
    const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
    await clips.first().waitFor()
    await page.keyboard.press('Home')
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('b')
    await expect.poll(() => clips.count()).toBe(2)
    await tabTo(page, /^Clip /)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Delete')
    await expect.poll(() => clips.count()).toBe(1)
    await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()

    await page.keyboard.press('Control+e')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('First cut')
    await page.keyboard.press('Enter')
    await dialog.getByText(/The film is ready: 30 frames/).waitFor()
    const film = join(renders(), 'First cut.mp4')
    expect(await dialog.getByText('First cut.mp4').innerText()).toBe(film)
    expect(await probeFilm(film)).toMatchObject({ codec_name: 'h264', r_frame_rate: '24/1', nb_read_frames: '30' })
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(stage.browser.troubles()).toEqual([])
  },
  { ffprobe: true },
)

windowTest('a cancelled export leaves no file; the next one is whole', async () => {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Release/ }).waitFor()
  // Long, and of parts that differ, so that none is done before it is cancelled.
  const { client } = stage.studio
  const { project } = await client.project.current()
  const document = await client.sequence.get({ id: project?.sequence ?? '' })
  const [track] = document.sequence.tracks
  const clip = track?.items[0]
  if (!track || !clip) throw new Error('the clip of the test before is gone')
  let { revision } = document
  for (let copy = 1; copy <= 8; copy += 1) {
    const placed = { ...clip, id: newId(), start: clip.length * copy, offset: copy % 18 } as typeof clip
    const args = { track: track.id, clip: placed, splitId: newId() }
    const edits = [{ name: 'overwrite' as const, args }]
    const { steps } = await client.sequence.edit({ id: document.sequence.id, revision, edits })
    revision = steps.at(-1)?.revision ?? revision
  }
  await page.keyboard.press('Control+e')
  const dialog = page.getByRole('dialog', { name: 'Export film' })
  await dialog.getByLabel('Name').fill('Too long')
  await dialog.getByRole('button', { name: 'Start export' }).click()
  await dialog.getByRole('progressbar', { name: 'Export progress' }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel export' }).click()
  await dialog.getByText('The export was cancelled. No file was left behind.').waitFor()
  expect(readdirSync(renders()).filter((name) => name.includes('Too long'))).toEqual([])

  await dialog.getByRole('button', { name: 'Try again' }).click()
  await dialog.getByText(/The film is ready: 270 frames/).waitFor()
  expect(existsSync(join(renders(), 'Too long.mp4'))).toBe(true)
  expect(stage.browser.troubles()).toEqual([])
})
