import type { Page } from 'playwright-core'

/** The inspector: an opacity that eases, with its lane and its curve. The film is put back as it was. */
async function pictureCurve(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
  await clips.nth(1).click()
  await at(page, 52)
  await inspector.getByRole('button', { name: 'Set a keyframe of opacity' }).click()
  for (const [frame, value] of [
    [66, '40'],
    [84, '100'],
  ] as const) {
    await page.getByRole('slider', { name: 'Playhead' }).focus()
    await at(page, frame)
    const opacity = inspector.getByRole('spinbutton', { name: 'Opacity' })
    await opacity.focus()
    await opacity.fill(value)
    await opacity.press('Enter')
  }
  const lane = inspector.getByRole('listbox', { name: 'Keyframes of opacity' })
  await lane.focus()
  for (const key of ['Control+a', '5', 'g', 'Home', 'ArrowRight']) await page.keyboard.press(key)
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await shoot('curve')
  for (const key of ['g', 'Escape']) await page.keyboard.press(key)
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z')
}

/**
 * The timeline at work: a title over a film with a dissolve, clips on several tracks selected together, a marked range and
 * markers; and the history with a branch that was left. The film is put back as it was.
 */
export async function pictureTimeline(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
  const before = page.getByRole('complementary', { name: 'History' })
  // Trims give the cut the frames that a dissolve needs.
  await at(page, 40)
  await clips.first().click()
  await page.keyboard.press('Shift+W')
  await at(page, 48)
  await page.keyboard.press('Shift+Q')
  await clips.nth(1).click()
  await at(page, 42)
  await page.keyboard.press('d')
  await at(page, 60)
  await page.keyboard.press('Shift+A')
  await words(page, 'title', 'First light')
  await page.keyboard.press('Shift+K')
  await words(page, 'caption', 'A star sets out over the sea.')
  await at(page, 84)
  await page.keyboard.press('Shift+M')
  await page.keyboard.press('Shift+I')
  await at(page, 107)
  await page.keyboard.press('Shift+O')
  const named = (name: string) => page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name })
  await named('Clip a yellow star moves right over the sea at sunset').click()
  await named('Clip Title').click({ modifiers: ['Shift'] })
  await at(page, 66)
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await shoot('timeline')

  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await clips.last().click()
  await page.keyboard.press('Control+d')
  await page.keyboard.press('h')
  await before.getByRole('button', { name: /^Duplicate clip/ }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await shoot('history')
  // The point of the last clip that was added, before any of this.
  await before
    .getByRole('button', { name: /^Add to the end/ })
    .first()
    .click()
  await page.keyboard.press('h')
  await page.keyboard.press('Control+Shift+X')
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await pictureCurve(page, shoot)
}

async function at(page: Page, frame: number): Promise<void> {
  await page.keyboard.press('Home')
  for (let step = 0; step < frame; step += 1) await page.keyboard.press('ArrowRight')
}

async function words(page: Page, kind: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: `Words of the ${kind}` })
  await field.fill(text)
  await field.blur()
  // Keys belong to the timeline again.
  await page.getByRole('slider', { name: 'Playhead' }).focus()
}
