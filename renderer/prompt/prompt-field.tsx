import { useEffect } from 'react'
import type { JSX, RefObject } from 'react'
import { splitUnknown } from './split-unknown.ts'

interface PromptFieldProps {
  field: RefObject<HTMLTextAreaElement | null>
  label: string
  placeholder: string
  value: string
  unknown: readonly string[]
  onChange: (value: string) => void
  onEnter: () => void
  onEscape: () => void
  /** Id of the words that say why it was refused. */
  wrong?: string | undefined
  autoFocus?: boolean
  small?: boolean
}

/** Text that grows with what is written, unknown words underlined. Enter starts, Shift+Enter begins a new line. */
export function PromptField({
  field,
  label,
  placeholder,
  value,
  unknown,
  onChange,
  onEnter,
  onEscape,
  wrong,
  autoFocus = false,
  small = false,
}: PromptFieldProps): JSX.Element {
  useEffect(() => {
    if (!autoFocus || !field.current) return
    field.current.focus()
    field.current.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [autoFocus, field])
  return (
    <div className={small ? 'prompt-text prompt-text-small' : 'prompt-text'}>
      {/* Lies under the text, letter upon letter: a text field cannot mark its own words. */}
      <div className="prompt-mirror" aria-hidden="true">
        {splitUnknown(value, unknown).map(({ text, at, isUnknown }) =>
          isUnknown ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
        )}
        {'\u200b'}
      </div>
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong}
        placeholder={placeholder}
        rows={1}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
            event.preventDefault()
            if (!event.repeat) onEnter()
          } else if (event.key === 'Escape') {
            event.preventDefault()
            onEscape()
          }
        }}
      />
    </div>
  )
}
