import { useState } from 'react'
import type { JSX } from 'react'
import { TextInput } from '../ui/index.ts'

interface NameFieldProps {
  label: string
  name: string
  onName: (name: string) => void
  /** Whether no words at all are words too. */
  empty?: boolean
  placeholder?: string
}

/** A line of words that is kept when it is left or Enter is pressed; Escape takes back what was typed. */
export function NameField({ label, name, onName, empty = false, placeholder }: NameFieldProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  const keep = (): void => {
    const next = draft?.trim() ?? ''
    setDraft(null)
    if (draft !== null && next !== name && (empty || next !== '')) onName(next)
  }
  return (
    <TextInput
      aria-label={label}
      className="input insp-name"
      maxLength={400}
      placeholder={placeholder}
      value={draft ?? name}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        else if (event.key === 'Escape' && draft !== null) {
          event.stopPropagation()
          setDraft(null)
        }
      }}
    />
  )
}
