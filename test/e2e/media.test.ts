import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { SequenceData } from '../../core/timeline/sequence.ts'
import { findFfmpeg, runFfmpeg } from '../../main/media/index.ts'
import { lavfiClip } from '../support/lavfi.ts'
import { probeFilm } from './support/probe-film.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const files = (name: string): string => join(stage.home, 'projects', 'Footage', name)

const stage = useStudio(async (studio) => {
  await studio.client.project.create({ name: 'Brought' })
  mkdirSync(join(stage.home, 'projects', 'Footage'), { recursive: true })
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2']
  const pictures = 'testsrc2=size=320x180:rate=30:duration=2'
  await lavfiClip(files('Kite.mp4'), pictures, [...sound, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'])
  await lavfiClip(files('Card.png'), 'color=c=0x2040c0:size=320x180:duration=1', ['-frames:v', '1'])
  await lavfiClip(files('Horn.wav'), 'sine=frequency=220:duration=1', [])
})

async function openEdit(): Promise<Page> {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Brought/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  return page
}

const bin = (page: Page): Locator => page.getByRole('complementary', { name: 'Takes' })
const card = (page: Page, name: string): Locator => bin(page).getByRole('button', { name: `Media ${name}` })

async function onDisk(): Promise<SequenceData> {
  const { client } = stage.studio
  const { project } = await client.project.current()
  return (await client.sequence.get({ id: project?.sequence ?? '' })).sequence
}

/** Kind of the track, then start and length of its clips. */
async function shapes(): Promise<[string, ...[number, number][]][]> {
  return (await onDisk()).tracks.map(({ kind, items }) => [
    kind,
    ...items.map(({ start, length }): [number, number] => [start, length]),
  ])
}

windowTest('files are imported by their path; what is there already and what is no media is told of', async () => {
  const page = await openEdit()
  await page.keyboard.press('Control+i')
  const dialog = page.getByRole('dialog', { name: 'Import media' })
  const field = dialog.getByRole('textbox', { name: 'Path of the file' })
  const add = async (path: string): Promise<void> => {
    await field.fill(path)
    await page.keyboard.press('Enter')
  }
  for (const name of ['Kite.mp4', 'Card.png', 'Horn.wav']) await add(files(name))
  await dialog.getByText('video · 2 s · 320 × 180 · with sound').waitFor()
  await dialog.getByText('3 files imported.').waitFor()
  await add(join(stage.home, 'projects', 'Brought.cortado', 'library.sqlite'))
  await dialog.getByText('MEDIA_UNSUPPORTED').waitFor()
  await add('/etc/hostname')
  await dialog.getByText('PATH_NOT_ALLOWED').waitFor()
  await page.screenshot({ path: join(stage.home, 'import.png') })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+i')
  await add(files('Horn.wav'))
  await dialog.getByText('sound · 1 s · was here already').waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect
    .poll(() =>
      bin(page)
        .getByRole('button', { name: /^Media / })
        .count(),
    )
    .toBe(3)
  // The browser itself reports the one path that the studio forbids.
  expect(stage.browser.troubles()).toEqual([expect.stringMatching(/403 .*media\/import/)])
})

windowTest('imported files are marked, rated, found and thrown away as takes are', async () => {
  const page = await openEdit()
  await card(page, 'Kite.mp4').click({ button: 'right' })
  await page.getByRole('menuitem', { name: '★★★★', exact: true }).click()
  await card(page, 'Kite.mp4').getByRole('img', { name: '4 of 5 stars' }).waitFor()
  await card(page, 'Kite.mp4').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Label…' }).click()
  await page.getByRole('menuitem', { name: 'Violet' }).click()
  const shown = bin(page).getByRole('button', { name: /^Media / })
  await bin(page).getByRole('combobox', { name: 'Label' }).selectOption('Violet')
  await expect.poll(() => shown.count()).toBe(1)
  await bin(page).getByRole('combobox', { name: 'Label' }).selectOption('Any label')
  await bin(page).getByRole('searchbox', { name: 'Search takes' }).fill('hor')
  await expect.poll(() => shown.count()).toBe(1)
  await card(page, 'Horn.wav').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await bin(page).getByRole('searchbox', { name: 'Search takes' }).fill('')
  await expect.poll(() => shown.count()).toBe(2)
  await bin(page).getByRole('combobox', { name: 'Bin' }).selectOption('Trash')
  await bin(page).getByRole('button', { name: 'Take back' }).click()
  await bin(page).getByRole('combobox', { name: 'Bin' }).selectOption('All takes')
  await expect.poll(() => shown.count()).toBe(3)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest(
  'media go to the timeline by key and by drag, are seen in the viewer, and come out in the film',
  async () => {
    const page = await openEdit()
    await card(page, 'Kite.mp4').click()
    await page.keyboard.press('e')
    const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
    await expect.poll(() => clips.count()).toBe(2)
    expect(await shapes()).toEqual([
      ['video', [0, 48]],
      ['audio', [0, 48]],
    ])
    const [picture, sound] = (await onDisk()).tracks.map(({ items }) => items[0])
    expect([picture?.links, sound?.links]).toEqual([[sound?.id], [picture?.id]])

    // A drag of the still to the end of the picture, and of the horn over it: each finds the track of its kind.
    const still = await clips.first().boundingBox()
    if (!still) throw new Error('there is no clip')
    const drop = async (name: string): Promise<void> => {
      const from = await card(page, name).boundingBox()
      if (!from) throw new Error(`${name} is not in the bin`)
      await page.mouse.move(from.x + 20, from.y + 20)
      await page.mouse.down()
      await page.mouse.move(still.x + still.width, still.y + 4, { steps: 8 })
      await page.mouse.move(still.x + still.width + 3, still.y + still.height / 2, { steps: 4 })
      await page.mouse.up()
    }
    await drop('Card.png')
    await expect.poll(shapes).toEqual([
      ['video', [0, 48], [48, 120]],
      ['audio', [0, 48]],
    ])
    await drop('Horn.wav')
    await expect.poll(shapes).toEqual([
      ['video', [0, 48], [48, 120]],
      ['audio', [0, 48], [48, 24]],
    ])
    expect((await onDisk()).tracks[0]?.items[1]?.available).toBeNull()

    const canvas = page.getByRole('img', { name: 'Program picture' })
    const pixel = (): Promise<number[]> =>
      canvas.evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement
        return [
          ...((element as HTMLCanvasElement).getContext('2d')?.getImageData(width / 2, height / 2, 1, 1).data ?? []),
        ]
      })
    await page.keyboard.press('End')
    const offBlue = async (): Promise<number> =>
      Math.max(...(await pixel()).map((value, channel) => Math.abs(value - ([0x20, 0x40, 0xc0, 255][channel] ?? 0))))
    // The card went through YUV on its way to a PNG.
    await expect.poll(offBlue).toBeLessThanOrEqual(2)
    await page.keyboard.press('Home')
    await expect.poll(() => canvas.getAttribute('data-painted')).toBe('frame')
    await page.screenshot({ path: join(stage.home, 'media.png') })
    await exportFilm(page)
    expect(stage.browser.troubles()).toEqual([])
  },
  { ffprobe: true },
)

windowTest('media replace clips, with their sound, and are laid down by points', async () => {
  const page = await openEdit()
  const names = async (): Promise<string[][]> =>
    (await onDisk()).tracks.map(({ items }) => items.map(({ name }) => name))
  const clips = page.getByRole('group', { name: 'Tracks' }).getByRole('button', { name: /^Clip / })
  await clips.first().click()
  await card(page, 'Card.png').click()
  await page.keyboard.press('Shift+T')
  await expect.poll(names).toEqual([
    ['Card.png', 'Card.png'],
    ['Kite.mp4', 'Horn.wav'],
  ])
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await names())[0]?.[0]).toBe('Kite.mp4')
  await page.keyboard.press('Control+Shift+a')
  await card(page, 'Kite.mp4').click()
  await page.getByRole('slider', { name: 'Playhead' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Y')
  await expect.poll(shapes).toEqual([
    ['video', [0, 48], [48, 120], [168, 48]],
    ['audio', [0, 48], [48, 24], [168, 48]],
  ])
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await names())[1]).toEqual(['Kite.mp4', 'Horn.wav'])
  expect(stage.browser.troubles()).toEqual([])
})

/** Exports: the film has all of the pictures, and the sound of both clips. */
async function exportFilm(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Export film' })
  await page.keyboard.press('Control+e')
  await dialog.getByRole('button', { name: 'Start export' }).click()
  await dialog.getByText(/The film is ready: 168 frames/).waitFor()
  const film = await dialog.getByText(/\.mp4$/).innerText()
  expect(await probeFilm(film)).toMatchObject({ codec_name: 'h264', nb_read_frames: '168' })
  const output = ['-map', '0:a:0', '-ac', '1', '-ar', '48000', '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1']
  const { stdout } = await runFfmpeg(await findFfmpeg(), ['-i', film, ...output])
  const samples = new Float32Array(Uint8Array.from(stdout).buffer)
  const loudest = (second: number): number =>
    samples
      .slice((second + 0.2) * 48_000, (second + 0.8) * 48_000)
      .reduce((most, one) => Math.max(most, Math.abs(one)), 0)
  expect([0, 1, 2].map((second) => loudest(second) > 0.05)).toEqual([true, true, true])
  expect(loudest(4)).toBeLessThan(0.001)
}
