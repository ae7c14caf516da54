import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { useStudio } from './use-studio.ts'

/** A take of 16 frames at 8 a second fills two seconds of a sequence of 24. */
export const LENGTH = 48

/** A clean sequence of three clips of 30 frames with handles of 9 on either side, in a window of its own. */
export async function openFilm(stage: ReturnType<typeof useStudio>): Promise<Page> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const id = project?.sequence ?? ''
  const { sequence, revision } = await client.sequence.get({ id })
  const [shot] = (await client.library.shots()).shots
  const [video] = sequence.tracks
  if (!shot || !video) throw new Error('the project is empty')
  const ids = (count: number): string => `${Date.now().toString(36)}clip${count}`
  const lifts = sequence.tracks.flatMap(({ items }) =>
    items.map((clip) => ({ name: 'lift' as const, args: { clip: clip.id, alone: true } })),
  )
  const clips = [0, 1, 2].map((place) => ({
    name: 'overwrite' as const,
    args: {
      track: video.id,
      splitId: ids(place + 10),
      clip: {
        id: ids(place),
        name: `Shot ${place + 1}`,
        source: { kind: 'shot' as const, shot: shot.id },
        ...({ start: place * 30, length: 30, offset: 9, available: LENGTH } as Record<
          'start' | 'length' | 'offset' | 'available',
          never
        >),
      },
    },
  }))
  await client.sequence.edit({ id, revision, edits: [...lifts, ...clips] })
  const page = await stage.browser.open()
  await page
    .getByRole('button', { name: /^Project / })
    .first()
    .waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  await expect.poll(() => clipsIn(page).count()).toBe(3)
  return page
}

export const clipsIn = (page: Page): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
export const clipIn = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: `Clip ${name}`, exact: true })
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' })

export async function saved(page: Page): Promise<void> {
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
}

export async function goTo(page: Page, frame: number): Promise<void> {
  await page.keyboard.press('Home')
  for (let step = 0; step < frame; step += 1) await page.keyboard.press('ArrowRight')
}

/** Types a number into a field. Its text loses the unit when it is entered, so it is entered first. */
export async function write(field: Locator, text: string): Promise<void> {
  await field.focus()
  await field.fill(text)
  await field.press('Enter')
}

/** Drags a clip by whole frames, from a place along it: 0 is its start, 1 its end. */
export async function drag(page: Page, clip: Locator, frames: number, along = 0.5): Promise<void> {
  const box = await clip.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  const perFrame = (box.width + 1) / 30
  const x = box.x + Math.min(box.width - 2, Math.max(2, box.width * along))
  const y = box.y + box.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + (frames * perFrame) / 2, y, { steps: 4 })
  await page.mouse.move(x + frames * perFrame, y, { steps: 4 })
  await page.mouse.up()
}
