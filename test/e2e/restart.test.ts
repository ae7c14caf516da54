import { expect } from 'vitest'
import { canonicalJson } from '../../core/canonical-json.ts'
import { makeTake } from './support/running-studio.ts'
import { shownSequence } from './support/shown-sequence.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Storm' })
  await makeTake(studio, 'a red ball bounces in a field by day', { seed: 1, steps: 2 })
})

windowTest(
  'edits that are made while the studio is gone are kept, shown as such, and reach it when it is back',
  async () => {
    const page = await stage.browser.open()
    const id = (await stage.studio.client.project.current()).project?.sequence ?? ''
    await page.getByRole('button', { name: /^Project Storm/ }).waitFor()
    await page.keyboard.press('Control+2')
    await page
      .getByRole('complementary', { name: 'Takes' })
      .getByRole('button', { name: /^Take 1 of / })
      .click()
    const status = page.getByRole('status')
    const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
    await page.keyboard.press('e')
    await status.filter({ hasText: 'Every edit is on disk' }).waitFor()
    await expect.poll(async () => await clips.count()).toBe(1)

    // The answer to this one never comes: the studio made it, and is killed before it can say so.
    await page.route('**/rpc/sequence/edit', async (route) => {
      await route.fetch().catch(() => undefined)
      await route.abort().catch(() => undefined)
    })
    await page.keyboard.press('e')
    await expect.poll(async () => (await stage.studio.client.sequence.get({ id })).revision).toBe(2)
    await stage.strike(async () => {
      await page.unroute('**/rpc/sequence/edit')
      // These two are only in the window.
      await page.keyboard.press('e')
      await page.keyboard.press('e')
      await expect.poll(async () => await clips.count()).toBe(4)
      await status.filter({ hasText: 'The last edit is not on disk' }).waitFor()
    })

    await status.filter({ hasText: 'Every edit is on disk' }).waitFor()
    const { revision, sequence } = await stage.studio.client.sequence.get({ id })
    expect(revision).toBe(4)
    expect(sequence.tracks.flatMap(({ items }) => items)).toHaveLength(4)
    expect(canonicalJson(await shownSequence(page))).toBe(canonicalJson(sequence))
    const { points } = await stage.studio.client.sequence.history({ id })
    expect(points.map(({ label }) => label).slice(0, 4)).toHaveLength(4)
    // Undo goes on, one edit at a time.
    await page.keyboard.press('Control+z')
    await expect.poll(async () => await clips.count()).toBe(3)
  },
)
