import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Clip } from '../../core/timeline/clip.ts'
import { clipIn, inspector, openFilm, saved, write } from './support/cut-film.ts'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
/** A take of 16 frames at 8 a second fills two seconds of a sequence of 24. */
const LENGTH = 48

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Cutting room' })
  const first = await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
  await makeTake(studio, PROMPT, { seed: 2, shot: first.shot, steps: 2 })
})

/** What the library holds: the proof that an edit is more than a picture. */
async function clipsOnDisk(): Promise<Clip[]> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const { sequence } = await client.sequence.get({ id: project?.sequence ?? '' })
  return sequence.tracks.flatMap((track) => track.items)
}

const shapes = (clips: readonly Clip[]): [number, number, number][] =>
  clips.map((clip) => [clip.start, clip.length, clip.offset])
const shapesOnDisk = async (): Promise<[number, number, number][]> => shapes(await clipsOnDisk())

async function openEdit(): Promise<Page> {
  const page = await stage.browser.open()
  await goToEdit(page)
  return page
}

async function goToEdit(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Project Cutting room/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
}

const clips = (page: Page): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
const take = (page: Page, number: number): Locator =>
  page.getByRole('complementary', { name: 'Takes' }).getByRole('button', { name: new RegExp(`^Take ${number} of `) })

/** Waits until the window and the library both have these clips, as [start, length, offset] in frames. */
async function expectClips(page: Page, wanted: [number, number, number][]): Promise<void> {
  await expect.poll(() => clips(page).count()).toBe(wanted.length)
  await expect.poll(shapesOnDisk).toEqual(wanted)
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
}

async function center(locator: Locator): Promise<{ x: number; y: number; width: number; left: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, left: box.x }
}

/** Drags with the pointer as a hand does: down, some way, the rest, up. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

windowTest('a take is dropped on the timeline by drag and by key', async () => {
  const page = await openEdit()
  await page.getByText('Drag a take here, or select one in the bin').waitFor()
  const lanes = await center(page.getByRole('group', { name: 'Tracks' }))
  await drag(page, await center(take(page, 1)), { x: lanes.left + 3, y: lanes.y })
  await expectClips(page, [[0, LENGTH, 0]])
  expect((await clipsOnDisk())[0]?.name).toBe(PROMPT)

  await take(page, 2).click()
  await page.keyboard.press('e')
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH, 0],
  ])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('clips are trimmed and moved with the pointer, and by key', async () => {
  const page = await openEdit()
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH, 0],
  ])
  const second = await center(clips(page).nth(1))
  const perFrame = second.width / LENGTH
  const edge = second.left + second.width
  await drag(page, { x: edge - 2, y: second.y }, { x: edge - 2 - 12 * perFrame, y: second.y })
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH, LENGTH - 12, 0],
  ])

  await drag(page, { x: second.left + 15 * perFrame, y: second.y }, { x: second.left + 55 * perFrame, y: second.y })
  await expectClips(page, [
    [0, LENGTH, 0],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  await clips(page).nth(0).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('q')
  await expectClips(page, [
    [10, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  await page.keyboard.press('Alt+ArrowRight')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a clip is deleted with and without its gap; a refused edit says why', async () => {
  const page = await openEdit()
  await clips(page).nth(1).click()
  await page.keyboard.press('Shift+Delete')
  await expectClips(page, [[11, LENGTH - 10, 10]])
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])
  await clips(page).nth(0).click()
  await page.keyboard.press('Delete')
  await expectClips(page, [[LENGTH + 40, LENGTH - 12, 0]])
  await page.keyboard.press('Delete')
  await page.getByRole('log', { name: 'Messages' }).getByText('Select a clip first.').waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('undo and redo go on after a reload, after Ctrl-C and after kill -9', async () => {
  let page = await openEdit()
  const now = await shapesOnDisk()
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [11, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  await page.reload()
  await goToEdit(page)
  await page.keyboard.press('Control+z')
  await expectClips(page, [
    [10, LENGTH - 10, 10],
    [LENGTH + 40, LENGTH - 12, 0],
  ])

  for (const how of ['stop', 'kill'] as const) {
    await stage.restart(how)
    page = await stage.browser.open()
    // Which project was open is not remembered by the studio; the home lists it first.
    await page
      .getByRole('main', { name: 'Project home' })
      .getByRole('button', { name: /^Cutting room/ })
      .click()
    await goToEdit(page)
    await page.keyboard.press('Control+z')
    await expectClips(
      page,
      how === 'stop'
        ? [
            [0, LENGTH, 0],
            [LENGTH + 40, LENGTH - 12, 0],
          ]
        : [
            [0, LENGTH, 0],
            [LENGTH, LENGTH - 12, 0],
          ],
    )
  }
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+y')
  await expectClips(page, now)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('keyframes are eased, dragged as one step, shaped, pasted into another clip and removed', async () => {
  const page = await openFilm(stage)
  const named = async (name: string) => (await clipsOnDisk()).find((clip) => clip.name === name)
  const opacity = async (name: string) => (await named(name))?.look?.opacity
  const frames = async (name: string): Promise<unknown> => {
    const keys = await opacity(name)
    return Array.isArray(keys) ? keys.map(({ at }) => at) : keys
  }
  const { client } = stage.studio
  const id = (await client.project.current()).project?.sequence ?? ''
  const { revision } = await client.sequence.get({ id })
  const value = [11, 29].map((at, index) => ({ at, value: 100 - 60 * index, ease: 'linear' as const }))
  const args = { clip: (await named('Shot 2'))?.id ?? '', property: 'opacity' as const, value }
  await client.sequence.edit({ id, revision, edits: [{ name: 'setProperty', args }] })

  await clipIn(page, 'Shot 2').click()
  const lane = inspector(page).getByRole('listbox', { name: 'Keyframes of opacity' })
  await lane.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('4')
  await expect
    .poll(() => opacity('Shot 2'))
    .toMatchObject([{ ease: { bezier: [0.42, 0, 2 / 3, 2 / 3] } }, { ease: 'linear' }])
  await inspector(page).getByRole('combobox', { name: 'Easing of the keyframe' }).selectOption('Hold')
  await expect.poll(() => opacity('Shot 2')).toMatchObject([{ ease: 'hold' }, {}])
  await inspector(page).getByRole('combobox', { name: 'Easing of the keyframe' }).selectOption('Bezier')
  await lane.focus()
  await page.keyboard.press('g')
  await inspector(page).getByRole('slider', { name: 'Way out of frame 2' }).focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => opacity('Shot 2')).toMatchObject([{ ease: { bezier: [0.42, 0.05, 0.58, 1] } }, {}])

  // A drag that rests on its way is still one step.
  const mark = await lane.getByRole('option', { name: /40%/ }).boundingBox()
  const first = await lane.getByRole('option', { name: /100%/ }).boundingBox()
  if (!mark || !first) throw new Error('the keyframes are not on the screen')
  const middle = (box: { x: number; width: number }): number => box.x + box.width / 2
  const perFrame = (middle(mark) - middle(first)) / 18
  await page.mouse.move(middle(mark), mark.y + 4)
  await page.mouse.down()
  for (const by of [2, 4, 6]) await page.mouse.move(middle(mark) + by * perFrame, mark.y + 4)
  await expect.poll(() => frames('Shot 2')).toEqual([11, 35])
  await page.mouse.move(middle(mark) + 5 * perFrame, mark.y + 4)
  await page.mouse.up()
  await expect.poll(() => frames('Shot 2')).toEqual([11, 34])
  await page.keyboard.press('Control+z')
  await expect.poll(() => frames('Shot 2')).toEqual([11, 29])

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Control+v')
  await expect.poll(() => frames('Shot 3')).toEqual([9, 27])
  await lane.focus()
  await page.keyboard.press('Delete')
  await expect.poll(() => opacity('Shot 3')).toBeUndefined()
  // Another hand: the key means the clip again.
  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => clips(page).count()).toBe(2)

  await clipIn(page, 'Shot 2').click()
  await inspector(page).getByRole('button', { name: 'Set a keyframe of speed' }).click()
  await inspector(page).getByRole('listbox', { name: 'Keyframes of speed' }).focus()
  await page.keyboard.press('End')
  await write(inspector(page).getByRole('spinbutton', { name: 'Value of the keyframe' }), '50')
  await expect
    .poll(async () => (await named('Shot 2'))?.retime?.points)
    .toMatchObject([{ at: 0 }, { at: 29, speed: { num: 1, den: 2 } }])

  await page.getByRole('slider', { name: 'Playhead' }).focus()
  await page.keyboard.press('Shift+G')
  await inspector(page).getByText('it is an adjustment').waitFor()
  await page.getByText('Not drawn here yet: "Adjustment" is an adjustment.').waitFor()
  await write(inspector(page).getByRole('spinbutton', { name: 'Exposure' }), '0.25')
  await expect
    .poll(() => named('Adjustment'))
    .toMatchObject({ source: { kind: 'adjustment' }, start: 0, length: 72, look: { 'grade.exposure': 0.25 } })
  expect(await inspector(page).getByRole('spinbutton', { name: 'Scale' }).count()).toBe(0)
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})
