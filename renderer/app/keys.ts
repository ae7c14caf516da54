import { COMMANDS } from '../../core/commands/table.ts'
import type { Command, CommandId } from '../../core/commands/table.ts'

/** The parts of a keyboard event that decide what it means. */
export interface KeyPress {
  key: string
  code?: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const NAMED: Readonly<Record<string, string>> = { space: ' ' }

/** Whether a key press is the combination, such as `Mod+Shift+Z`. `Mod` is Command on a Mac and Control elsewhere. */
export function matches(combination: string, press: KeyPress, mac: boolean): boolean {
  const parts = combination.split('+')
  const name = (parts.at(-1) ?? '').toLowerCase()
  const key = NAMED[name] ?? name
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (mod !== parts.includes('Mod') || other || press.altKey !== parts.includes('Alt')) return false
  // A sign such as `?` is typed with Shift on some keyboards and without on others; the sign itself decides.
  const sign = key.length === 1 && key !== ' ' && !/[a-z0-9]/.test(key)
  if (!sign && press.shiftKey !== parts.includes('Shift')) return false
  return press.key.toLowerCase() === key
}

/** Commands whose default keys fit, in the table's order. */
export function commandsFor(press: KeyPress, mac: boolean): CommandId[] {
  return COMMAND_IDS.filter((id) => command(id).keys.some((keys) => matches(keys, press, mac)))
}

export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[]

export function command(id: CommandId): Command {
  return COMMANDS[id]
}

/** Whether a name from outside is a command. */
export function isCommandId(name: string): name is CommandId {
  return Object.hasOwn(COMMANDS, name)
}
