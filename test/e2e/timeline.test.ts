import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { SequenceData } from '../../core/timeline/sequence.ts'
import { LENGTH, openFilm, clipIn, clipsIn, drag, goTo, inspector, saved, write } from './support/cut-film.ts'
import { makeTake } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const PROMPT = 'a red ball bounces in a field by day'

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Long film' })
  await makeTake(studio, PROMPT, { seed: 1, steps: 2 })
})

/** The sequence as the library holds it; that of the project where none is named. */
async function onDisk(name?: string): Promise<SequenceData> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  const { sequences } = await client.sequence.list()
  const id = name === undefined ? project?.sequence : sequences.find((entry) => entry.name === name)?.id
  return (await client.sequence.get({ id: id ?? '' })).sequence
}

/** Start, length and offset of the clips on a track, by its number from the bottom of the list. */
async function shapes(track = 0): Promise<[number, number, number][]> {
  return ((await onDisk()).tracks[track]?.items ?? []).map(({ start, length, offset }) => [start, length, offset])
}

const openCut = (): Promise<Page> => openFilm(stage)

windowTest('several clips are selected and edited as one step', async () => {
  const page = await openCut()
  await clipIn(page, 'Shot 2').click()
  await clipIn(page, 'Shot 3').click({ modifiers: ['Shift'] })
  await inspector(page).getByText('2 clips are selected.').waitFor()
  await page.keyboard.press('Alt+ArrowRight')
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 30, 9],
      [31, 30, 9],
      [61, 30, 9],
    ])
  await page.keyboard.press('Delete')
  await expect.poll(() => shapes()).toEqual([[0, 30, 9]])
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 30, 60])

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+d')
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 30, 60, 90, 120, 150])
  await page.keyboard.press('Control+z')
  await expect.poll(() => clipsIn(page).count()).toBe(3)

  // A group is selected together; ungrouped, a click means one clip again.
  await clipIn(page, 'Shot 1').click()
  await clipIn(page, 'Shot 2').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Control+Shift+a')
  await clipIn(page, 'Shot 1').click()
  await inspector(page).getByText('2 clips are selected.').waitFor()
  await page.keyboard.press('Control+Shift+g')
  await inspector(page).getByText('2 clips are selected.').waitFor({ state: 'detached' })
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('each tool has its drag', async () => {
  const page = await openCut()
  await page.keyboard.press('y')
  await drag(page, clipIn(page, 'Shot 2'), 5)
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 30, 9],
      [30, 30, 4],
      [60, 30, 9],
    ])
  await page.keyboard.press('s')
  await drag(page, clipIn(page, 'Shot 2'), 4)
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 34, 9],
      [34, 30, 4],
      [64, 26, 13],
    ])
  await page.keyboard.press('n')
  await drag(page, clipIn(page, 'Shot 2'), -3, 0)
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 31, 9],
      [31, 33, 1],
      [64, 26, 13],
    ])
  await page.keyboard.press('t')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 30, 60])
  await drag(page, clipIn(page, 'Shot 1'), -6, 1)
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 24, 9],
      [24, 30, 9],
      [54, 30, 9],
    ])
  await page.keyboard.press('x')
  await clipIn(page, 'Shot 3').click()
  await expect.poll(() => clipsIn(page).count()).toBe(4)
  await page.keyboard.press('v')
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('trims, ranges and gaps by key', async () => {
  const page = await openCut()
  await goTo(page, 40)
  await page.keyboard.press('Shift+Q')
  await expect
    .poll(() => shapes())
    .toEqual([
      [0, 30, 9],
      [30, 20, 19],
      [50, 30, 9],
    ])
  await goTo(page, 10)
  await page.keyboard.press('Shift+I')
  await goTo(page, 19)
  await page.keyboard.press('Shift+O')
  await page.getByRole('img', { name: 'Marked from frame 10 to 20' }).waitFor()
  await page.keyboard.press("'")
  await expect
    .poll(async () => (await shapes()).map(([start, length]) => [start, length]))
    .toEqual([
      [0, 10],
      [10, 10],
      [20, 20],
      [40, 30],
    ])
  await clipsIn(page).nth(1).click()
  await page.keyboard.press('Delete')
  await goTo(page, 12)
  await page.keyboard.press('Control+Backspace')
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 10, 30])
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('tracks are added, named, locked and removed, and a locked one refuses', async () => {
  const page = await openCut()
  await page.getByRole('group', { name: 'Track A1' }).waitFor()
  await page.getByRole('button', { name: 'More of V1' }).click()
  await page.getByRole('menuitem', { name: 'Add video track' }).click()
  const second = page.getByRole('group', { name: 'Track V2' })
  await second.getByText('Picture').dblclick()
  await page.getByRole('textbox', { name: 'Name of the track' }).fill('Overlays')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await onDisk()).tracks.map(({ name }) => name)).toContain('Overlays')

  await page.getByRole('button', { name: 'Source goes to V2' }).click()
  await expect
    .poll(async () => {
      const { patch, tracks } = await onDisk()
      return tracks.find(({ id }) => id === patch?.video)?.name
    })
    .toBe('Overlays')

  await page.getByRole('button', { name: 'Lock V1', exact: true }).click()
  await clipIn(page, 'Shot 2').click()
  await page.keyboard.press('Delete')
  await page
    .getByRole('log', { name: 'Messages' })
    .getByText(/is locked/)
    .waitFor()
  await page.getByRole('button', { name: 'Lock V1', exact: true }).click()

  await page.getByRole('button', { name: 'More of V2' }).click()
  await page.getByRole('menuitem', { name: 'Remove track' }).click()
  await expect.poll(async () => (await onDisk()).tracks.length).toBe(2)
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a transition, a keyframe and a title are set, and the window says what cannot be exported', async () => {
  const page = await openCut()
  await clipIn(page, 'Shot 2').click()
  await goTo(page, 32)
  await page.keyboard.press('d')
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items[1]?.transitionIn)
    .toEqual({
      kind: 'dissolve',
      before: 9,
      after: 9,
    })
  const length = inspector(page).getByRole('spinbutton', { name: 'Length of the transition at the start' })
  await write(length, '8')
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items[1]?.transitionIn)
    .toMatchObject({ before: 4, after: 4 })
  await inspector(page).getByText('The film cannot be exported with this clip yet: it has a transition.').waitFor()
  await inspector(page).getByRole('combobox', { name: 'Transition at the start' }).selectOption('')
  await expect.poll(async () => (await onDisk()).tracks[0]?.items[1]?.transitionIn).toBeUndefined()

  await inspector(page).getByRole('button', { name: 'Set a keyframe of opacity' }).click()
  await page.keyboard.press('ArrowRight')
  const opacity = inspector(page).getByRole('spinbutton', { name: 'Opacity' })
  await write(opacity, '40')
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items[1]?.look?.opacity)
    .toMatchObject([
      { at: 11, value: 100 },
      { at: 12, value: 40 },
    ])
  await inspector(page).getByText('it has its look changed').waitFor()

  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Shift+A')
  await inspector(page).getByRole('textbox', { name: 'Words of the title' }).fill('The end')
  await inspector(page).getByRole('spinbutton', { name: 'Size' }).click()
  await expect
    .poll(async () => {
      const titles = (await onDisk()).tracks.flatMap(({ items }) => items).map(({ source }) => source)
      return titles.find(({ kind }) => kind === 'title')
    })
    .toMatchObject({ title: { text: 'The end' } })
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('speed, markers and settings are changed', async () => {
  const page = await openCut()
  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Control+r')
  const dialog = page.getByRole('dialog', { name: 'Change speed' })
  await write(dialog.getByRole('spinbutton', { name: 'Speed' }), '200')
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await expect.poll(async () => (await shapes()).map(([start, length]) => [start, length])).toContainEqual([60, 15])

  await goTo(page, 20)
  await page.keyboard.press('Shift+M')
  await page.keyboard.press('Control+Shift+a')
  await inspector(page)
    .getByRole('textbox', { name: /^Name of the marker/ })
    .fill('beat')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await onDisk()).markers).toMatchObject([{ at: 20, name: 'beat' }])
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(() => page.getByLabel('Timecode').textContent()).toBe('00:00:00:20')

  await inspector(page).getByRole('button', { name: 'Settings' }).click()
  const settings = page.getByRole('dialog', { name: 'Sequence settings' })
  await settings.getByRole('textbox', { name: 'Name' }).fill('Main cut')
  await settings.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('group', { name: 'Sequences' }).getByRole('button', { name: 'Main cut' }).waitFor()
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('clips are nested, and the sequence of a nest is opened and left', async () => {
  const page = await openCut()
  await clipIn(page, 'Shot 1').click()
  await clipIn(page, 'Shot 2').click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+Shift+n')
  await expect.poll(() => clipsIn(page).count()).toBe(2)
  await expect.poll(async () => (await onDisk('Shot 1 (nested)')).tracks[0]?.items.length).toBe(2)
  await clipsIn(page).first().dblclick()
  const tabs = page.getByRole('group', { name: 'Sequences' })
  await expect
    .poll(() => tabs.getByRole('button', { name: 'Shot 1 (nested)' }).getAttribute('aria-pressed'))
    .toBe('true')
  await clipIn(page, 'Shot 2').waitFor()
  await tabs.getByRole('button').first().click()
  await expect.poll(() => clipsIn(page).count()).toBe(2)

  await tabs.getByRole('button', { name: 'New sequence' }).click()
  await expect.poll(() => clipsIn(page).count()).toBe(0)
  await tabs.getByRole('button').first().click()
  await expect.poll(() => clipsIn(page).count()).toBe(2)
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('the history shows every branch, a press goes there, and a second window follows', async () => {
  const page = await openCut()
  const other = await stage.browser.open()
  await other.getByRole('button', { name: /^Project Long film/ }).waitFor()
  await other.keyboard.press('Control+2')
  await expect.poll(() => clipsIn(other).count()).toBe(3)

  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Delete')
  await expect.poll(() => clipsIn(other).count()).toBe(2)
  await page.keyboard.press('Control+z')
  await expect.poll(() => clipsIn(page).count()).toBe(3)
  await clipIn(page, 'Shot 1').click()
  await page.keyboard.press('Shift+Delete')
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 30])

  await page.keyboard.press('h')
  const history = page.getByRole('complementary', { name: 'History' })
  const points = history.getByRole('list', { name: 'Points of the history' }).getByRole('button')
  await expect.poll(() => points.first().textContent()).toContain('Ripple delete')
  // The branch that was left.
  await history
    .getByRole('button', { name: /^Lift clip/ })
    .first()
    .click()
  await expect.poll(async () => (await shapes()).map(([start]) => start)).toEqual([0, 30])
  await clipIn(other, 'Shot 1').waitFor()
  await expect.poll(() => clipIn(other, 'Shot 3').count()).toBe(0)
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('clips are cut, joined, swapped, held, replaced and laid in by points', async () => {
  const page = await openCut()
  const lengths = async (): Promise<number[][]> => (await shapes()).map(([start, length]) => [start, length])
  await clipIn(page, 'Shot 2').click()
  await goTo(page, 40)
  await page.keyboard.press('Control+Shift+B')
  await expect.poll(lengths).toEqual([
    [0, 30],
    [30, 10],
    [40, 20],
    [60, 30],
  ])
  await page.keyboard.press('Control+b')
  await expect.poll(() => clipsIn(page).count()).toBe(3)
  await page.keyboard.press('Control+Shift+ArrowRight')
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items.map(({ name }) => name))
    .toEqual(['Shot 1', 'Shot 3', 'Shot 2'])
  await goTo(page, 70)
  await page.keyboard.press('Control+Shift+H')
  await expect.poll(lengths).toEqual([
    [0, 30],
    [30, 30],
    [60, 10],
    [70, 20],
  ])
  expect((await onDisk()).tracks[0]?.items[3]?.retime?.points).toMatchObject([{ speed: { num: 0 } }])

  const bin = page.getByRole('complementary', { name: 'Takes' })
  // Nothing is selected: the clip under the playhead is meant.
  await page.keyboard.press('Control+Shift+a')
  await goTo(page, 10)
  await bin.getByRole('button', { name: /^Take 1 of / }).click()
  await page.keyboard.press('Shift+T')
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items[0])
    .toMatchObject({ name: PROMPT, length: 30, offset: 0 })
  await page.getByRole('slider', { name: 'Playhead' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Y')
  await expect.poll(async () => (await lengths()).at(-1)).toEqual([90, LENGTH])

  await clipIn(page, 'Shot 3').click()
  await page.keyboard.press('Control+Shift+r')
  const ramp = page.getByRole('dialog', { name: 'Speed ramp' })
  await write(ramp.getByRole('spinbutton', { name: 'Speed of point 2' }), '50')
  await ramp.getByRole('button', { name: 'Ramp' }).click()
  await expect
    .poll(async () => (await onDisk()).tracks[0]?.items[1]?.retime?.points)
    .toMatchObject([
      { at: 0, speed: { num: 1, den: 1 } },
      { at: 29, speed: { num: 1, den: 2 } },
    ])
  await saved(page)
  expect(stage.browser.troubles()).toEqual([])
})
