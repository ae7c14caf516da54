import { IS_MAC } from './platform.ts'

const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
const SIGNS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Delete: 'Del',
  Backspace: '⌫',
  Escape: 'Esc',
}

/** A key combination as it is printed beside a command: `⌘⇧Z` on a Mac, `Ctrl+Shift+Z` elsewhere. */
export function formatKeys(combination: string, mac: boolean = IS_MAC): string {
  const parts = combination.split('+').map((part) => (mac ? MAC[part] : undefined) ?? SIGNS[part] ?? part)
  return parts.join(mac ? '' : '+')
}
