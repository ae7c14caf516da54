import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { probeFilm } from './support/probe-film.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
const stage = useStudio()

const tracks = (page: Page): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
const takes = (page: Page): Locator => page.getByRole('listbox', { name: `Takes of ${PROMPT}` }).getByRole('option')

async function shapesOnDisk(): Promise<[number, number, number][]> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const { sequence } = await client.sequence.get({ id: project?.sequence ?? '' })
  return sequence.tracks.flatMap((track) => track.items).map((clip) => [clip.start, clip.length, clip.offset])
}

/** Different pictures that the live preview showed until the job was over, as hashes of their pixels. */
async function watchPreview(page: Page): Promise<() => Promise<{ step: string; pixels: string }[]>> {
  await page.evaluate(() => {
    const seen: { step: string; pixels: string }[] = []
    const look = (): void => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.live-preview')
      const step = canvas?.dataset['step'] ?? ''
      if (canvas && step !== '' && seen.at(-1)?.step !== step) seen.push({ step, pixels: canvas.toDataURL() })
      requestAnimationFrame(look)
    }
    look()
    Object.assign(globalThis, { seenPreviews: seen })
  })
  return () =>
    page.evaluate(() => (globalThis as unknown as { seenPreviews: { step: string; pixels: string }[] }).seenPreviews)
}

windowTest(
  'from words to a film: prompt, preview, take, timeline, trim, undo, reload, export',
  async () => {
    const page = await stage.browser.open()
    const seen = await watchPreview(page)

    const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true })
    await prompt.fill(PROMPT)
    await prompt.press('Enter')
    await page.getByRole('img', { name: 'Live preview' }).first().waitFor()
    await takes(page).first().waitFor({ timeout: 300_000 })
    expect(await takes(page).count()).toBe(1)
    const previews = await seen()
    expect(previews.length).toBeGreaterThan(5)
    expect(new Set(previews.map((preview) => preview.pixels)).size).toBe(previews.length)
    const [take] = (await stage.studio.client.library.takes({})).takes
    expect(take).toMatchObject({ frames: 16, recipe: { prompt: PROMPT } })

    await takes(page).first().click()
    await page.keyboard.press('5')
    await expect.poll(async () => (await stage.studio.client.library.takes({})).takes[0]?.rating).toBe(5)

    await page.keyboard.press('Control+2')
    const card = page.getByRole('complementary', { name: 'Takes' }).getByRole('button', { name: /^Take 1 of / })
    await card.dragTo(page.getByRole('group', { name: 'Tracks' }), { targetPosition: { x: 2, y: 20 } })
    await expect.poll(shapesOnDisk).toEqual([[0, 48, 0]])
    await card.click()
    await page.keyboard.press('e')
    await expect.poll(shapesOnDisk).toEqual([
      [0, 48, 0],
      [48, 48, 0],
    ])

    await tracks(page).nth(1).click()
    await page.keyboard.press('End')
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('w')
    await expect.poll(shapesOnDisk).toEqual([
      [0, 48, 0],
      [48, 40, 0],
    ])
    await page.keyboard.press('Delete')
    await expect.poll(shapesOnDisk).toEqual([[0, 48, 0]])
    await page.keyboard.press('Control+z')
    await expect.poll(shapesOnDisk).toEqual([
      [0, 48, 0],
      [48, 40, 0],
    ])

    await page.reload()
    await takes(page).first().waitFor()
    await page.keyboard.press('Control+2')
    await expect.poll(() => tracks(page).count()).toBe(2)
    await page.keyboard.press('Control+e')
    const dialog = page.getByRole('dialog', { name: 'Export film' })
    await dialog.getByRole('button', { name: 'Start export' }).click()
    await dialog.getByText(/The film is ready: 88 frames/).waitFor()
    const film = join(stage.home, 'projects', 'Sample film.cortado', 'renders', 'Sample film.mp4')
    expect(await probeFilm(film)).toMatchObject({ codec_name: 'h264', width: 512, height: 512, nb_read_frames: '88' })
    expect(stage.browser.troubles()).toEqual([])
  },
  { ffprobe: true },
)
