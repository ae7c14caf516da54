import type { MenuItemConstructorOptions } from 'electron'
import { COMMANDS } from '../../../core/commands/table.ts'
import type { Command, CommandId, MenuName } from '../../../core/commands/table.ts'

const MENUS: readonly MenuName[] = [
  'File',
  'Edit',
  'Take',
  'Change',
  'Compare',
  'Clip',
  'Keyframes',
  'Sequence',
  'Tools',
  'Playback',
  'View',
]

const KEYS: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Enter: 'Return',
}

/** The application menu, made of the command table. `run` gets the id of the chosen command. */
export function menuTemplate(platform: NodeJS.Platform, run: (id: CommandId) => void): MenuItemConstructorOptions[] {
  const menus = MENUS.map((menu): MenuItemConstructorOptions => {
    const commands = (Object.entries(COMMANDS) as [CommandId, Command][])
      .filter(([, command]) => command.menu === menu)
      .map(([id, command]) => commandItem(platform, id, command, run))
    return { label: menu, submenu: [...commands, ...rolesOf(menu)] }
  })
  return platform === 'darwin' ? [{ role: 'appMenu' }, ...menus, { role: 'windowMenu' }] : menus
}

function commandItem(
  platform: NodeJS.Platform,
  id: CommandId,
  command: Command,
  run: (id: CommandId) => void,
): MenuItemConstructorOptions {
  const [keys] = command.keys
  // The page owns the keyboard, because a key means something else in a text field: menus show keys without taking them.
  // macOS cannot show without taking, so there only keys that no text field wants and that mean one thing everywhere are named.
  const shown =
    keys !== undefined && (platform !== 'darwin' || (command.scope === 'global' && /^Mod\+(?!Z$)/.test(keys)))
      ? accelerator(keys)
      : undefined
  return {
    id,
    label: command.label,
    click: () => run(id),
    ...(shown !== undefined && { accelerator: shown, registerAccelerator: platform === 'darwin' }),
  }
}

function rolesOf(menu: MenuName): MenuItemConstructorOptions[] {
  if (menu === 'File') return [{ type: 'separator' }, { role: 'quit' }]
  if (menu === 'Edit')
    return [{ type: 'separator' }, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]
  if (menu === 'View') return [{ type: 'separator' }, { role: 'togglefullscreen' }]
  return []
}

function accelerator(keys: string): string {
  return keys
    .split('+')
    .map((key) => KEYS[key] ?? key)
    .join('+')
}
