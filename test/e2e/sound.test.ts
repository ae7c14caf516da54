import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { build } from 'vite'
import { expect } from 'vitest'
import type { Media } from '../../core/library/media.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { SequenceData } from '../../core/timeline/sequence.ts'
import { findFfmpeg, runFfmpeg } from '../../main/media/index.ts'
import { waitForJob } from './support/running-studio.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const NOISE = "aevalsrc='(random(0)-0.5)|(random(1)-0.5)':sample_rate=44100:duration=4"
const CLICKS = "aevalsrc='eq(mod(n,48000),0)*0.9':sample_rate=48000:duration=180"
/** A tone and its end, so that a waveform has something to show. */
const TONE = "aevalsrc='0.5*sin(2*PI*480*t)*lt(t,1)':sample_rate=48000:duration=2"

declare global {
  interface Window {
    soundClock: { began?: number; heard: number }
  }
}

let media: Media[] = []

const stage = useStudio(async ({ client }) => {
  await client.project.create({ name: 'Heard' })
  const folder = join(stage.home, 'projects', 'Footage')
  mkdirSync(folder, { recursive: true })
  const ffmpeg = await findFfmpeg()
  const paths = ['noise.wav', 'clicks.wav', 'tone.wav'].map((name) => join(folder, name))
  for (const [index, graph] of [NOISE, CLICKS, TONE].entries())
    await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', graph, '-c:a', 'pcm_s16le', '-y', paths[index] ?? ''])
  const events = await client.system.events()
  await client.media.import({ paths })
  const made = async (): Promise<boolean> => {
    media = (await client.media.list()).media
    return media.every(({ sounds }) => sounds.length > 0)
  }
  for await (const event of events) if (event.type === 'media' && (await made())) break
})

/** Clips on audio tracks of a new sequence; times are frames. */
async function film(
  name: string,
  rate: { num: number; den: number },
  clips: { track: number; of: string; start: number; length: number; offset?: number; more?: Partial<Clip> }[],
  after: Edit[] = [],
): Promise<SequenceData> {
  const { client } = stage.studio
  const { sequence, revision } = await client.sequence.create({ name, rate })
  const tracks = ['tracknumber1', 'tracknumber2']
  const adds = tracks.map((id): Edit => ({
    name: 'addTrack',
    args: { track: { id, kind: 'audio', name: id }, at: 99 },
  }))
  const lays = clips.map(({ track, of, start, length, offset = 0, more }, index): Edit => {
    const clip = { id: `clipnumber${index}`, name: of, start, length, offset, available: null, ...more }
    const source = { kind: 'media', media: media.find((one) => one.name === of)?.file ?? '' }
    return {
      name: 'overwrite',
      args: { track: tracks[track] ?? '', splitId: 'splitnumber1', clip: { ...clip, source } as Clip },
    }
  })
  await client.sequence.edit({ id: sequence.id, revision, edits: [...adds, ...lays, ...after] })
  return (await client.sequence.get({ id: sequence.id })).sequence
}

/** A page that can play into an OfflineAudioContext with the window's own code. */
async function offlinePage(): Promise<Page> {
  const entry = join(import.meta.dirname, 'support', 'offline-sound.ts')
  const lib = { entry, formats: ['iife' as const], name: 'offline', fileName: 'offline' }
  const made = await build({ configFile: false, logLevel: 'error', build: { write: false, minify: false, lib } })
  const [output] = [made].flat()
  if (!output || !('output' in output)) throw new Error('the code for the page was not built')
  const page = await stage.browser.open()
  await page.addInitScript({ content: output.output[0].code })
  await page.reload()
  return page
}

windowTest('what the window plays is what the film sounds like, and stays in its place for minutes', async () => {
  const { client } = stage.studio
  const volume = [
    { at: 2, value: -6, ease: 'linear' as const },
    { at: 20, value: -20, ease: { bezier: [0.4, 0, 0.6, 1] as [number, number, number, number] } },
    { at: 30, value: -9, ease: 'hold' as const },
  ]
  const noise = await film(
    'Noise',
    { num: 30_000, den: 1001 },
    [
      { track: 0, of: 'noise.wav', start: 0, length: 17, offset: 11, more: { look: { volume: -8 } } },
      { track: 0, of: 'noise.wav', start: 17, length: 20, offset: 40, more: { look: { volume: -12, pan: 60 } } },
      { track: 0, of: 'tone.wav', start: 40, length: 30, more: { look: { volume: -8 } } },
      { track: 1, of: 'noise.wav', start: 5, length: 40, offset: 3, more: { look: { volume } } },
      {
        track: 1,
        of: 'tone.wav',
        start: 50,
        length: 20,
        offset: 5,
        more: { shift: 700 as never, look: { volume: -8 } },
      },
      { track: 1, of: 'noise.wav', start: 70, length: 10, more: { disabled: true } },
    ],
    [
      { name: 'reverse', args: { clip: 'clipnumber0' } },
      { name: 'speed', args: { clip: 'clipnumber2', speed: { num: 3, den: 2 } } },
    ],
  )
  const page = await offlinePage()
  const played = await page.evaluate(async ([data, list]) => await window.renderOffline(data, list, true), [
    noise,
    media,
  ] as const)
  const heard = new Float32Array(Uint8Array.from(Buffer.from(played.pcm, 'base64')).buffer)
  const out = join(stage.home, 'projects', 'noise.mov')
  await waitForJob(stage.studio, (await client.render.start({ sequence: noise.id, preset: 'prores', out })).id)
  const output = ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1']
  const { stdout } = await runFfmpeg(await findFfmpeg(), ['-i', out, ...output])
  const exported = new Float32Array(Uint8Array.from(stdout).buffer)
  expect(exported).toHaveLength(heard.length)
  const loudest = exported.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const apart = exported.reduce((most, value, at) => Math.max(most, Math.abs(value - (heard[at] ?? 9))), 0)
  console.log(`window and film are ${(20 * Math.log10(apart / loudest)).toFixed(1)} dB apart at most`)
  expect(20 * Math.log10(apart / loudest)).toBeLessThan(-120)

  // Three minutes in 180 clips whose cuts fall between samples: each click is where its second begins.
  const cuts = Array.from({ length: 180 }, (_, index) => ({ start: 30 * index, length: 30, offset: 30 * index }))
  const clicks = await film(
    'Clicks',
    { num: 30_000, den: 1001 },
    cuts.map((cut) => ({ track: 0, of: 'clicks.wav', ...cut })),
  )
  const long = await page.evaluate(async ([data, list]) => await window.renderOffline(data, list, false), [
    clicks,
    media,
  ] as const)
  expect(long.loud).toEqual(Array.from({ length: 180 }, (_, second) => second * 48_000))
  expect(stage.browser.troubles()).toEqual([])
})

const tracks = (page: Page): Locator => page.getByRole('group', { name: 'Tracks' })

windowTest('sounds show their waveform, and play when the film plays, which follows what is heard', async () => {
  await film('Tone', { num: 24, den: 1 }, [
    { track: 0, of: 'tone.wav', start: 0, length: 48, more: { available: 48 as never } },
  ])
  const page = await stage.browser.open()
  // The clock of the sound stands still until the test moves it.
  await page.addInitScript(() => {
    const clock: { began?: number; heard: number } = { heard: 0 }
    Object.assign(window, { soundClock: clock })
    const { start } = AudioBufferSourceNode.prototype
    AudioBufferSourceNode.prototype.start = function startAt(when = 0, ...rest): void {
      clock.began ??= when
      start.call(this, when, ...rest)
    }
    AudioContext.prototype.getOutputTimestamp = () => ({
      contextTime: (clock.began ?? 1e-9) + clock.heard,
      performanceTime: performance.now(),
    })
  })
  await page.reload()
  await page.getByRole('button', { name: /^Project Heard/ }).waitFor()
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Tone', exact: true }).click()
  const clip = tracks(page).getByRole('button', { name: 'Clip tone.wav' })
  const canvas = clip.locator('canvas')
  await expect.poll(() => canvas.getAttribute('data-drawn')).toBe('true')
  // Tall over its first half, a line over its second.
  const rows = await canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement
    const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
    const lit = (x: number): number =>
      Array.from({ length: height }, (_, y) => data[4 * (y * width + x) + 3] ?? 0).filter((alpha) => alpha > 0).length
    return [0.1, 0.4, 0.6, 0.9].map((part) => lit(Math.floor(part * width)) / height)
  })
  expect(rows.map((part) => Math.round(part * 10) / 10)).toEqual([0.5, 0.5, 0.1, 0.1])

  await page.keyboard.press('l')
  const timecode = page.getByRole('status', { name: 'Timecode' })
  await expect.poll(() => page.evaluate(() => window.soundClock.began !== undefined)).toBe(true)
  for (const [heard, shown] of [
    [0.5, '00:00:00:12'],
    [0.875, '00:00:00:21'],
  ] as const) {
    await page.evaluate((seconds) => (window.soundClock.heard = seconds + 1e-4), heard)
    await expect.poll(() => timecode.textContent()).toBe(shown)
  }
  const meter = page.getByRole('img', { name: 'Peak level' })
  await expect.poll(() => meter.getAttribute('data-peak')).toBe('-6.0')
  await page.screenshot({ path: join(stage.home, 'sound.png') })
  await page.getByRole('button', { name: 'Mute the viewer' }).click()
  await page.getByRole('button', { name: 'Sound on' }).waitFor()
  await page.keyboard.press('l')
  await page.getByText('2× · silent').waitFor()
  // At another speed the window's clock leads: the end comes by itself.
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
  await expect.poll(() => timecode.textContent()).toBe('00:00:02:00')
  expect(stage.browser.troubles()).toEqual([])
})
