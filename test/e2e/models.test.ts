import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { bytes, model, node } from '../support/proto.ts'
import { changeManifest, rewritten, TRANSFORMER } from '../unit/inference/packs/rewritten.ts'
import { PACKS, TINY } from '../unit/inference/tiny.ts'
import { useStudio, windowTest } from './support/use-studio.ts'

const stage = useStudio(async (studio) => {
  await studio.client.project.sample({})
})

/** A folder inside of the projects folder, which a page may name. */
function folderOf(name: string): string {
  const path = join(stage.home, 'projects', name)
  mkdirSync(path, { recursive: true })
  return path
}

windowTest('a pack is added, shown with its test, and removed only when that is said twice', async () => {
  const source = join(folderOf('brought'), 'tiny-latte')
  cpSync(TINY, source, { recursive: true })
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  await page.getByRole('button', { name: 'About the model packs' }).click()
  const dialog = page.getByRole('dialog', { name: 'Model packs' })
  await dialog.getByRole('button', { name: 'Add a pack …' }).click()
  await dialog.getByLabel('Folder or ZIP').fill(source)
  await dialog.getByRole('button', { name: 'Copy it' }).click()
  await dialog.getByText('Tiny Latte is ready.').waitFor()
  await dialog.getByRole('button', { name: 'Show it' }).click()

  const details = dialog.getByRole('group', { name: 'Tiny Latte' })
  await details.getByText('Its test clip came out as its makers say').waitFor()
  const copy = join(stage.home, 'config', 'packs', 'tiny-latte')
  expect(await details.innerText()).toContain(copy)
  await details.getByRole('button', { name: 'Verify files' }).click()
  await details.getByText('every hash is right, every graph and weight is sound').waitFor()

  await details.getByRole('button', { name: 'Remove …' }).click()
  await details.getByRole('button', { name: 'Keep it' }).click()
  expect(existsSync(copy)).toBe(true)
  await details.getByRole('button', { name: 'Remove …' }).click()
  await details.getByRole('button', { name: /^Delete / }).click()
  await details.waitFor({ state: 'detached' })
  expect(existsSync(copy)).toBe(false)
  expect(existsSync(join(source, 'pack.json'))).toBe(true)
  expect(stage.browser.troubles()).toEqual([])
})

windowTest('a pack is used where it lies and forgotten; what is refused says why', async () => {
  const place = join(folderOf('drive'), 'tiny-ltx')
  cpSync(join(PACKS, 'tiny-ltx'), place, { recursive: true })
  const hostile = rewritten(folderOf('hostile'), TRANSFORMER, () =>
    model(node('If', '', bytes(5, bytes(6, node('Steal', 'org.evil'))))),
  )
  changeManifest(hostile, (manifest) => (manifest.id = 'hostile'))
  const page = await stage.browser.open()
  await page.getByRole('button', { name: /^Project Sample film/ }).waitFor()
  expect(stage.browser.troubles()).toEqual([])
  await page.getByRole('button', { name: 'About the model packs' }).click()
  const dialog = page.getByRole('dialog', { name: 'Model packs' })
  await dialog.getByRole('button', { name: 'Add a pack …' }).click()
  const path = dialog.getByLabel('Folder or ZIP')
  const trouble = dialog.getByRole('alert')

  await path.fill(hostile)
  await dialog.getByRole('button', { name: 'Use it where it lies' }).click()
  await trouble.filter({ hasText: 'PACK_UNSAFE' }).waitFor()
  expect(await trouble.innerText()).toMatch(/transformer\/model\.onnx.*org\.evil:Steal/)
  await path.fill('/etc')
  await dialog.getByRole('button', { name: 'Copy it' }).click()
  await trouble.filter({ hasText: 'PATH_NOT_ALLOWED' }).waitFor()

  await path.fill(place)
  await dialog.getByRole('button', { name: 'Use it where it lies' }).click()
  await dialog.getByText('Tiny LTX is ready.').waitFor()
  await dialog
    .getByRole('list', { name: 'Model packs' })
    .getByRole('button', { name: /^Tiny LTX/ })
    .click()
  const details = dialog.getByRole('group', { name: 'Tiny LTX' })
  await details.getByText('used where it lies').waitFor()
  await details.getByRole('button', { name: 'Forget it' }).click()
  await details.waitFor({ state: 'detached' })
  expect(existsSync(join(place, 'pack.json'))).toBe(true)
  expect(existsSync(join(stage.home, 'config', 'packs', 'tiny-ltx'))).toBe(false)
})
