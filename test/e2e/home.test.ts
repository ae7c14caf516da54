import { existsSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { useStudio, windowTest } from './support/use-studio.ts'

const stage = useStudio()

windowTest('the first start opens the sample project', async () => {
  const page = await stage.browser.open()
  await page.getByRole('button', { name: 'Project Sample film. Open the project home' }).waitFor()
  expect(existsSync(join(stage.home, 'projects', 'Sample film.cortado', 'library.sqlite'))).toBe(true)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('projects are made, listed and opened from the home; a second window follows', async () => {
  const page = await stage.browser.open()
  const second = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  await second.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  await page.bringToFront()
  await page.keyboard.press('Control+o')
  const dialog = page.getByRole('dialog', { name: 'Projects' })
  await dialog.getByLabel('Name of the new project').fill('  A kite: over/the sea  ')
  await dialog.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('button', { name: 'Project A kite: over/the sea. Open the project home' }).waitFor()
  await second.getByRole('button', { name: /^Project A kite/ }).waitFor()
  await dialog.waitFor({ state: 'detached' })
  expect(existsSync(join(stage.home, 'projects', 'A kite over the sea.cortado', 'library.sqlite'))).toBe(true)

  await page.keyboard.press('Control+o')
  const recent = dialog.getByRole('list', { name: 'Recent projects' }).getByRole('button')
  await expect.poll(() => recent.count()).toBe(2)
  expect(await recent.nth(0).innerText()).toContain('open now')
  expect(await recent.nth(0).isDisabled()).toBe(true)
  await recent.nth(1).click()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()

  await page.reload()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a damaged project is refused in words; the open one stays open', async () => {
  await stage.studio.client.project.create({ name: 'Broken' })
  const sample = await stage.studio.client.project.sample({})
  const library = join(stage.home, 'projects', 'Broken.cortado', 'library.sqlite')
  await writeFile(library, 'this is no library'.repeat(1000))
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  expect(stage.browser.troubles()).toEqual([])
  await page.keyboard.press('Control+o')
  const dialog = page.getByRole('dialog', { name: 'Projects' })
  await dialog.getByRole('button', { name: /^Broken/ }).click()
  expect(await dialog.getByRole('alert').innerText()).toMatch(/library.*LIBRARY_DAMAGED/s)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  expect((await stage.studio.client.project.current()).project?.path).toBe(sample.path)
})

windowTest('what can be read of a damaged project is recovered into a new folder, and opened', async () => {
  const { client } = stage.studio
  const { path } = await client.project.create({ name: 'Cracked' })
  await client.bins.create({ name: 'Keepers' })
  await client.project.sample({})
  const library = join(path, 'library.sqlite')
  const handle = await open(library, 'r+')
  const { size } = await handle.stat()
  // Half of the pages, but not the first ones, which say what the tables are.
  for (let page = 12; page < size / 4096; page += 2) await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096)
  await handle.close()
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  await page.keyboard.press('Control+o')
  const dialog = page.getByRole('dialog', { name: 'Projects' })
  await dialog.getByRole('button', { name: /^Cracked/ }).click()
  await dialog.getByText('LIBRARY_DAMAGED').waitFor()
  const to = join(stage.home, 'projects', 'Cracked saved.cortado')
  expect(await dialog.getByRole('textbox', { name: 'New folder' }).inputValue()).toBe(to)
  await dialog.getByRole('button', { name: 'Recover into a new project' }).click()
  await dialog.getByText(/^Saved: /).waitFor()
  await page.screenshot({ path: join(stage.home, 'recovered.png') })
  await dialog.getByRole('button', { name: 'Open the recovered project' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await client.project.current()).project?.path).toBe(to)
  expect(existsSync(library)).toBe(true)
})
