import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Take } from '../../core/library/entities.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { makeTake, waitForJob } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'
const OTHER = 'a blue box moves right in the snow by night'
/** A take of 16 frames at 8 a second fills two seconds of a sequence of 24. */
const LENGTH = 48

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Changes' })
  await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
  await makeTake(studio, OTHER, { seed: 2, steps: 2 })
})

const takes = async (): Promise<Take[]> => (await stage.studio.client.library.takes({})).takes
const newest = async (): Promise<Take | undefined> => (await takes()).at(-1)
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Change', exact: true })
const plan = (page: Page): Locator => panel(page).getByRole('status', { name: 'Plan of the change' })
const clips = (page: Page): Locator =>
  page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
const says = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('log', { name: 'Messages' }).getByText(words)

async function open(workspace: 'Control+1' | 'Control+2'): Promise<Page> {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Changes/ }).waitFor()
  await page.keyboard.press(workspace)
  return page
}

async function clipsOnDisk(): Promise<Clip[]> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const { sequence } = await client.sequence.get({ id: project?.sequence ?? '' })
  return sequence.tracks.flatMap((track) => track.items)
}
const shapes = async (): Promise<[number, number, number][]> =>
  (await clipsOnDisk()).map((clip) => [clip.start, clip.length, clip.offset])

/** Runs until the take that the last started job makes is there. */
async function finished(page: Page): Promise<Take> {
  await expect.poll(() => panel(page).count()).toBe(0)
  return lastMade()
}

async function lastMade(): Promise<Take> {
  const { jobs } = await stage.studio.client.jobs.list()
  const last = jobs.toSorted((a, b) => a.createdAt - b.createdAt).at(-1)
  const job = await waitForJob(stage.studio, last?.id ?? '')
  const made = (await takes()).find(({ id }) => id === job.result?.take)
  if (made === undefined) throw new Error('the take is not there')
  return made
}

const tile = (page: Page, shot: string, number: number): Locator =>
  page.getByRole('listbox', { name: `Takes of ${shot}` }).getByRole('option', { name: new RegExp(`^Take ${number},`) })

async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await locator.boundingBox()
  if (!found) throw new Error('it is not on the screen')
  return found
}

windowTest('a range is marked in the viewer by key and made anew; the plan comes first', async () => {
  const page = await open('Control+1')
  await tile(page, PROMPT, 1).dblclick()
  const viewer = page.getByRole('dialog', { name: /^Take 1 of/ })
  await viewer.getByRole('group', { name: /^Picture/ }).focus()
  await press(page, 'Home')
  await press(page, 'ArrowRight', 4)
  await press(page, 'i')
  await press(page, 'ArrowRight', 3)
  await press(page, 'o')
  await viewer.getByRole('img', { name: 'Marked: frames 5 to 8' }).waitFor()
  await press(page, 'r')
  await panel(page).getByRole('heading', { name: 'Retake frames 5 to 8' }).waitFor()
  await plan(page)
    .getByText(/peak .* GB/)
    .waitFor()
  // The marks go on working while the change is prepared.
  await press(page, 'ArrowRight')
  await press(page, 'o')
  await panel(page).getByRole('heading', { name: 'Retake frames 5 to 9' }).waitFor()
  await press(page, 'Control+Shift+Enter')
  const made = await finished(page)
  const [first] = await takes()
  expect(made).toMatchObject({ parent: first?.id, shot: first?.shot, frames: 16 })
  expect(made.recipe).toMatchObject({
    operation: 'retake',
    prompt: PROMPT,
    steps: 2,
    given: { make: [{ from: 4, to: 9 }] },
  })
  await press(page, 'Shift+X')
  await expect.poll(() => viewer.getByRole('img', { name: /^Marked/ }).count()).toBe(0)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a take is restyled, and one of its frames begins a new shot', async () => {
  const page = await open('Control+1')
  await tile(page, PROMPT, 1).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Restyle' }).click()
  await panel(page).getByRole('heading', { name: 'Restyle take 1' }).waitFor()
  await panel(page).getByRole('slider', { name: 'Strength' }).fill('0.4')
  const words = panel(page).getByRole('textbox', { name: 'Prompt of the change' })
  await words.fill('a red ball bounces in a field by night')
  await words.press('Enter')
  const restyled = await finished(page)
  expect(restyled.recipe).toMatchObject({
    operation: 'restyle',
    prompt: 'a red ball bounces in a field by night',
    given: { strength: 0.4, make: [{ from: 0, to: 16 }] },
  })

  await tile(page, OTHER, 1).dblclick()
  await page.getByRole('group', { name: /^Picture/ }).focus()
  await press(page, 'End')
  await press(page, 'Shift+F')
  await panel(page).getByRole('heading', { name: 'New shot from frame 16' }).waitFor()
  await words.fill('a blue box moves left in the snow by night')
  await panel(page).getByRole('button', { name: 'Start' }).click()
  const begun = await finished(page)
  const from = (await takes()).find((take) => take.recipe.prompt === OTHER)
  expect(begun).toMatchObject({ parent: from?.id, number: 1, recipe: { operation: 'image-to-video', steps: 2 } })
  expect(begun.shot).not.toBe(from?.shot)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a change can be left, and what cannot be changed says why', async () => {
  let page = await open('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  await press(page, 'r')
  await says(page, 'Not here: select a take or a clip that has one first.').waitFor()
  await press(page, 'Shift+B')
  await says(page, /^A bridge fills an empty space/).waitFor()
  page = await open('Control+1')
  await tile(page, PROMPT, 1).click()
  await press(page, 'Shift+B')
  await says(page, /^A bridge leads from one take to another/).waitFor()
  await press(page, 'Shift+E')
  const frames = panel(page).getByRole('spinbutton', { name: 'Frames to make' })
  await frames.fill('90000')
  await frames.press('Enter')
  await panel(page).getByRole('alert').getByText('FRAMES_OUT_OF_RANGE').waitFor()
  expect(await panel(page).getByRole('button', { name: 'Start' }).isDisabled()).toBe(true)
  await panel(page).getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => panel(page).count()).toBe(0)
  expect((await stage.studio.client.jobs.list()).jobs.every(({ state }) => state === 'done')).toBe(true)
  // The browser tells of the refused plan by itself.
  expect(stage.browser.troubles().filter((trouble) => !/400 .*generation\/plan/.test(trouble))).toEqual([])
})

windowTest(
  'the end of a clip is dragged past its take: that many frames are made, and one undo takes the clip back',
  async () => {
    const page = await open('Control+2')
    const bin = page.getByRole('complementary', { name: 'Takes' })
    for (const words of [PROMPT, OTHER]) {
      await bin.getByRole('button', { name: `Take 1 of ${words}`, exact: true }).click()
      await press(page, 'e')
    }
    await expect.poll(shapes).toEqual([
      [0, LENGTH, 0],
      [LENGTH, LENGTH, 0],
    ])
    const last = await box(clips(page).nth(1))
    const perFrame = last.width / LENGTH
    const edge = { x: last.x + last.width - 3, y: last.y + last.height / 2 }
    await page.mouse.move(edge.x, edge.y)
    await page.mouse.down()
    await page.mouse.move(edge.x + 12 * perFrame, edge.y, { steps: 5 })
    await page.mouse.move(edge.x + 24 * perFrame, edge.y, { steps: 5 })
    await page.getByText('8 frames to make').waitFor()
    await page.mouse.up()
    await panel(page).getByRole('heading', { name: 'Extend by 8 frames' }).waitFor()
    await panel(page).getByRole('checkbox', { name: 'Lengthen the clip when it is done' }).waitFor()
    await panel(page).getByRole('button', { name: 'Start' }).click()
    const made = await finished(page)
    expect(made).toMatchObject({ frames: 24, recipe: { operation: 'extend', given: { make: [{ from: 16, to: 24 }] } } })
    await expect.poll(shapes).toEqual([
      [0, LENGTH, 0],
      [LENGTH, LENGTH + 24, 0],
    ])
    const { shots } = await stage.studio.client.library.shots()
    expect(shots.find(({ id }) => id === made.shot)?.picked).toBe(made.id)

    await press(page, 'Control+z')
    await expect.poll(shapes).toEqual([
      [0, LENGTH, 0],
      [LENGTH, LENGTH, 0],
    ])
    // The take has the frames by now: they are there at once.
    await page.mouse.move(edge.x, edge.y)
    await page.mouse.down()
    await page.mouse.move(edge.x + 12 * perFrame, edge.y, { steps: 5 })
    await page.mouse.up()
    await expect.poll(async () => (await shapes())[1]?.[1]).toBe(LENGTH + 12)
    expect(await panel(page).count()).toBe(0)
    expect(stage.browser.troubles()).toEqual([])
  },
)

windowTest('a range of a clip is marked at the playhead and made anew; the film shows it when it is done', async () => {
  const page = await open('Control+2')
  await clips(page).nth(0).click()
  await press(page, 'Home')
  await press(page, 'i')
  await says(page, /Move the playhead/).waitFor({ state: 'detached' })
  await press(page, 'ArrowRight', 11)
  await press(page, 'o')
  await expect.poll(() => page.locator('.tl-marked').count()).toBe(1)
  await clips(page).nth(0).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Retake the marked range' }).click()
  await panel(page).getByRole('heading', { name: 'Retake frames 1 to 4' }).waitFor()
  await panel(page).getByRole('button', { name: 'Start' }).click()
  await expect.poll(() => panel(page).count()).toBe(0)
  // Nobody looks when it is done.
  await page.close()
  const made = await lastMade()
  expect(made.recipe.given?.make).toEqual([{ from: 0, to: 4 }])
  const picked = async (): Promise<string | null | undefined> =>
    (await stage.studio.client.library.shots()).shots.find(({ id }) => id === made.shot)?.picked
  await expect.poll(picked).toBe(made.id)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('an empty space between two clips is selected and bridged; the bridge fills it', async () => {
  const page = await open('Control+2')
  await clips(page).nth(1).click()
  await press(page, 'Alt+ArrowRight', 24)
  await expect.poll(async () => (await shapes())[1]?.[0]).toBe(LENGTH + 24)
  const before = await box(clips(page).nth(0))
  await page.mouse.click(before.x + before.width + 12 * (before.width / LENGTH), before.y + before.height / 2)
  const gap = page.getByRole('group', { name: 'Gap of 24 frames' })
  await gap.getByRole('button', { name: 'Bridge' }).click()
  await panel(page).getByRole('heading', { name: 'Bridge of 8 frames' }).waitFor()
  await panel(page).getByText(`to take 2 of ${OTHER}`).waitFor()
  await panel(page).getByRole('button', { name: 'Start' }).click()
  const made = await finished(page)
  expect(made.recipe.operation).toBe('bridge')
  const { shots } = await stage.studio.client.library.shots()
  expect(shots.find(({ id }) => id === made.shot)?.name).toBe(`Bridge: ${PROMPT} to ${OTHER}`)
  const from = made.recipe.given?.make[0]?.from ?? 0
  await expect.poll(async () => (await shapes())[1]).toEqual([LENGTH, 24, from * 3])
  const [, bridge] = await clipsOnDisk()
  expect(bridge?.source).toEqual({ kind: 'shot', shot: made.shot })
  await press(page, 'Control+z')
  await expect.poll(async () => (await shapes()).length).toBe(2)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest(
  'a mask is painted over the picture, undone, moved over frames, and only what it covers is made anew',
  async () => {
    const page = await open('Control+1')
    await tile(page, PROMPT, 1).click()
    await press(page, 'm')
    const viewer = page.getByRole('dialog', { name: /^Mask over take 1/i })
    const canvas = viewer.getByRole('img', { name: 'Mask' })
    const start = panel(page).getByRole('button', { name: 'Start' })
    await panel(page).getByText('Paint over what is to be made anew').waitFor()
    expect(await start.isDisabled()).toBe(true)

    const painted = (): Promise<number> =>
      canvas.evaluate((element) => {
        const copy = new OffscreenCanvas(128, 128).getContext('2d', { willReadFrequently: true })
        copy?.drawImage(element as HTMLCanvasElement, 0, 0)
        const pixels = copy?.getImageData(0, 0, 128, 128).data ?? []
        return pixels.filter((value, index) => index % 4 === 3 && value > 127).length
      })
    const area = await box(canvas)
    const at = (x: number, y: number): [number, number] => [
      area.x + (x * area.width) / 128,
      area.y + (y * area.height) / 128,
    ]
    const stroke = async (from: [number, number], to: [number, number]): Promise<void> => {
      await page.mouse.move(...at(...from))
      await page.mouse.down()
      await page.mouse.move(...at(...to), { steps: 4 })
      await page.mouse.up()
    }
    await press(page, '[', 3)
    await stroke([20, 20], [60, 20])
    const brushed = await painted()
    expect(brushed).toBeGreaterThan(300)
    await press(page, 'r')
    await stroke([32, 40], [64, 72])
    expect(await painted()).toBeGreaterThan(brushed + 900)
    await press(page, 'e')
    await stroke([20, 20], [60, 20])
    expect(await painted()).toBeLessThan(1300)
    await press(page, 'Control+z', 2)
    await expect.poll(painted).toBe(brushed)
    await press(page, 'Control+Shift+z')
    await press(page, 'Control+z')
    await press(page, 'Delete')
    await expect.poll(painted).toBe(0)

    await press(page, 'r')
    await stroke([32, 32], [64, 64])
    await start.click()
    const still = await finished(page)
    expect(still.recipe).toMatchObject({ operation: 'inpaint', given: { region: { frames: 1 } } })

    await press(page, 'm')
    await press(page, 'v')
    await press(page, 'Home')
    await stroke([48, 48], [48, 48.5])
    await press(page, 'End')
    await stroke([48, 48], [96, 48])
    await viewer
      .getByRole('group', { name: 'Places of the mask' })
      .getByRole('button', { name: 'frame 16', exact: true })
      .waitFor()
    await panel(page).getByText('moves by 2 keys').waitFor()
    await start.click()
    const moving = await finished(page)
    expect(moving.recipe.given?.region?.frames).toBe(16)
    expect(moving.parent).toBe(still.parent)
    expect(await newest()).toMatchObject({ id: moving.id })
    expect(stage.browser.troubles()).toEqual([])
  },
)
