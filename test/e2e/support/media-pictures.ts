import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { lavfiClip } from '../../support/lavfi.ts'
import type { RunningStudio } from './running-studio.ts'

/** Imported files in the bin, and a video with its sound on the timeline. The film is put back as it was. */
export async function pictureMedia(
  page: Page,
  { client }: RunningStudio,
  shoot: (name: string) => Promise<void>,
): Promise<void> {
  const { projectsFolder } = await client.system.status()
  const folder = join(projectsFolder, 'Footage')
  await mkdir(folder, { recursive: true })
  const file = (name: string): string => join(folder, name)
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4', '-c:v', 'libx264', '-pix_fmt', 'yuv420p']
  await lavfiClip(file('Clouds.mp4'), 'gradients=size=640x360:rate=24:duration=4:seed=3:speed=0.04', sound)
  await lavfiClip(file('Sand.png'), 'gradients=size=640x360:c0=0xd8b070:c1=0x604020:seed=5', ['-frames:v', '1'])
  await lavfiClip(file('Horn.wav'), 'sine=frequency=220:duration=2', [])
  await client.media.import({ paths: ['Horn.wav', 'Sand.png', 'Clouds.mp4'].map(file) })
  const bin = page.getByRole('complementary', { name: 'Takes' })
  const clouds = bin.getByRole('button', { name: 'Media Clouds.mp4' })
  await clouds.click()
  await page.keyboard.press('Home')
  await page.keyboard.press(',')
  await page.keyboard.press('Home')
  for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowRight')
  await clouds.scrollIntoViewIfNeeded()
  await page.locator('canvas[data-painted="frame"]').waitFor()
  await page.getByRole('status').filter({ hasText: 'Every edit is on disk' }).waitFor()
  await shoot('media')
  await page.keyboard.press('Control+z')
}
