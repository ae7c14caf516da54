import type { JSX } from 'react'
import type { WordHint } from '../../core/generation/request.ts'

const SHOWN = 6

/** Which words the model has never learnt; a word that may have been meant takes the place of one with a press. */
export function WordHints({
  hints,
  model,
  onReplace,
}: {
  hints: readonly WordHint[]
  model: string
  onReplace: (hint: WordHint, by: string) => void
}): JSX.Element | null {
  if (hints.length === 0) return null
  const guessed = hints.filter((hint) => hint.suggestions.length > 0)
  const lost = hints.filter((hint) => hint.suggestions.length === 0)
  return (
    <ul className="word-hints" aria-label="Words that the model does not know">
      {guessed.slice(0, SHOWN).map((hint) => (
        <li key={`${hint.field} ${hint.word}`}>
          {model} does not know <b className="word-hint">{hint.word}</b>. Did you mean{' '}
          {hint.suggestions.map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              className="chip word-suggestion"
              aria-label={`Replace ${hint.word} with ${suggestion}`}
              onClick={() => onReplace(hint, suggestion)}
            >
              {suggestion}
            </button>
          ))}
          ?
        </li>
      ))}
      {lost.length > 0 && (
        <li>
          {model} does not know{' '}
          {lost.slice(0, SHOWN).map((hint, index) => (
            <span key={`${hint.field} ${hint.word}`}>
              {index > 0 && ', '}
              <b className="word-hint">{hint.word.slice(0, 40)}</b>
            </span>
          ))}
          {lost.length > SHOWN && ` and ${lost.length - SHOWN} more words`} and cannot show{' '}
          {lost.length === 1 ? 'it' : 'them'}.
        </li>
      )}
    </ul>
  )
}
