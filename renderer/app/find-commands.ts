import type { CommandId } from '../../core/commands/table.ts'
import { command, COMMAND_IDS } from './keys.ts'

/** Commands whose words hold every word of the text, those that begin with it first. */
export function findCommands(text: string): CommandId[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  return COMMAND_IDS.filter((id) => {
    const { label, menu } = command(id)
    const haystack = `${label} ${menu}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  }).sort((a, b) => Number(starts(b, first)) - Number(starts(a, first)))
}

function starts(id: CommandId, word: string): boolean {
  return word !== '' && command(id).label.toLowerCase().startsWith(word)
}
