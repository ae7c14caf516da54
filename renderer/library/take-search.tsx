import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { Kbd } from '../ui/index.ts'

/** The field that takes are searched in; `/` comes to it from anywhere but a field or a dialog. */
export function TakeSearch({
  className,
  text,
  onText,
}: {
  className: string
  text: string
  onText: (text: string) => void
}): JSX.Element {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || document.querySelector('dialog[open]')) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className={className}>
      <input
        ref={field}
        className="input"
        type="search"
        aria-label="Search takes"
        placeholder="Search prompts, names, seeds"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {text === '' && <Kbd keys="/" />}
    </div>
  )
}
