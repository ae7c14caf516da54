import { useRef, useState } from 'react'
import type { JSX, KeyboardEvent, PointerEvent } from 'react'
import { cx } from './cx.ts'
import { clampNumber, parseNumber } from './number-text.ts'
import type { NumberRange } from './number-text.ts'

export interface NumberFieldProps extends NumberRange {
  value: number
  onChange: (value: number) => void
  id?: string | undefined
  label?: string | undefined
  /** The grid of what is typed, or dragged with Alt, where it is finer than a step. */
  fine?: number | undefined
  /** How the value reads when it is not being typed, such as "48 f · 2.0 s". */
  format?: (value: number) => string
  className?: string | undefined
  /** What it means, as a tooltip. */
  tip?: string | undefined
  disabled?: boolean | undefined
  /** Id of the words that say why this value was refused. */
  wrong?: string | undefined
}

const PIXELS_PER_STEP = 4

/** An exact number: type it, press the arrow keys (Shift for ten steps), or drag left and right (Shift, Alt: by more, by less). */
export function NumberField({
  value,
  onChange,
  id,
  label,
  format,
  fine,
  className,
  tip,
  disabled,
  wrong,
  ...range
}: NumberFieldProps): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null)
  const drag = useRef<{ x: number; from: number; moved: boolean } | null>(null)
  const exact = { ...range, step: fine ?? range.step }

  const commit = (text: string): void => {
    const typed = parseNumber(text)
    setDraft(null)
    if (typed !== null) onChange(clampNumber(typed, exact))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      // The value is meant, not the form that it stands in.
      event.preventDefault()
      commit(event.currentTarget.value)
      event.currentTarget.select()
    } else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation()
      setDraft(null)
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      const steps = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1)
      setDraft(null)
      onChange(clampNumber(value + steps * range.step, exact))
    }
  }
  const onPointerDown = (event: PointerEvent<HTMLInputElement>): void => {
    if (event.button !== 0 || document.activeElement === event.currentTarget) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, from: value, moved: false }
  }
  const onPointerMove = (event: PointerEvent<HTMLInputElement>): void => {
    if (!drag.current) return
    const steps = Math.trunc((event.clientX - drag.current.x) / PIXELS_PER_STEP)
    if (steps !== 0) drag.current.moved = true
    const step = event.shiftKey ? range.step * 10 : event.altKey ? Math.max(exact.step, range.step / 10) : range.step
    if (drag.current.moved) onChange(clampNumber(drag.current.from + steps * step, exact))
  }
  const onPointerUp = (event: PointerEvent<HTMLInputElement>): void => {
    const dragged = drag.current
    drag.current = null
    if (dragged && !dragged.moved) {
      event.currentTarget.focus()
      event.currentTarget.select()
    }
  }

  return (
    <input
      id={id}
      className={cx('input number-field mono', className)}
      inputMode="decimal"
      role="spinbutton"
      autoComplete="off"
      aria-label={label}
      data-tip={tip}
      aria-valuenow={value}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      aria-valuetext={format?.(value)}
      aria-invalid={wrong !== undefined}
      aria-describedby={wrong}
      disabled={disabled}
      value={draft ?? format?.(value) ?? String(value)}
      onFocus={(event) => {
        setDraft(String(value))
        const field = event.currentTarget
        requestAnimationFrame(() => field.select())
      }}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={(event) => (draft === null ? undefined : commit(event.currentTarget.value))}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onLostPointerCapture={() => {
        drag.current = null
      }}
    />
  )
}
