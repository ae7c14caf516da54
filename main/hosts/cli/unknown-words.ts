import { unknownWordsSentence } from '../../../core/generation/check-words.ts'
import type { WordHint } from '../../../core/generation/request.ts'
import type { Session } from './session.ts'

/** Says which words of a prompt the model does not know, before time is spent on them. */
export function tellUnknownWords({ output }: Session, hints: readonly WordHint[]): void {
  if (hints.length === 0) return
  output.say(unknownWordsSentence(hints, 'The model'))
  output.event({ event: 'unknownWords', words: hints })
}
