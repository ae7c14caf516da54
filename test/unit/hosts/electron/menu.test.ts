import { expect, test } from 'vitest'
import { COMMANDS } from '../../../../core/commands/table.ts'
import { menuTemplate } from '../../../../main/hosts/electron/menu.ts'

type Item = {
  id?: string
  label?: string
  accelerator?: string
  registerAccelerator?: boolean
  role?: string
  click?: () => void
}

const itemsOf = (platform: NodeJS.Platform, run: (id: string) => void = () => {}): Item[] =>
  menuTemplate(platform, run).flatMap(({ submenu }) => (submenu ?? []) as Item[])

test('every command of the table is in the menu once, with its own words', () => {
  const items = itemsOf('linux').filter(({ id }) => id !== undefined)
  expect(items.map(({ id }) => id).sort()).toEqual(Object.keys(COMMANDS).sort())
  expect(items.find(({ id }) => id === 'clip.lift')?.label).toBe('Lift clip')
})

test('choosing an item runs its command', () => {
  const ran: string[] = []
  itemsOf('win32', (id) => ran.push(id))
    .find(({ id }) => id === 'take.pick')
    ?.click?.()
  expect(ran).toEqual(['take.pick'])
})

test('the menu shows keys but leaves them to the page', () => {
  for (const item of itemsOf('linux')) if (item.accelerator !== undefined) expect(item.registerAccelerator).toBe(false)
  const palette = itemsOf('linux').find(({ id }) => id === 'view.palette')
  expect(palette?.accelerator).toBe('CommandOrControl+K')
  expect(itemsOf('linux').find(({ id }) => id === 'clip.nudgeLeft')?.accelerator).toBe('Alt+Left')
})

test('on macOS no key that a text field needs is taken', () => {
  const taken = itemsOf('darwin').flatMap(({ accelerator }) => accelerator ?? [])
  expect(taken.length).toBeGreaterThan(5)
  for (const keys of taken) expect(keys).toMatch(/^CommandOrControl\+/)
  expect(taken).not.toContain('CommandOrControl+Z')
})
