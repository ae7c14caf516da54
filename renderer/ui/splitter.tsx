import { useRef } from 'react'
import type { JSX, KeyboardEvent, PointerEvent } from 'react'

export interface SplitterProps {
  label: string
  /** `vertical` stands between left and right, `horizontal` lies between top and bottom. */
  orientation: 'vertical' | 'horizontal'
  /** Size in pixels of the pane that it changes. */
  value: number
  min: number
  max: number
  onChange: (value: number) => void
  /** True where the pane lies after the splitter, so that moving towards the end makes it smaller. */
  reverse?: boolean
}

const KEY_STEP = 16

/** A hairline between two panes that is dragged, or moved by arrow keys. */
export function Splitter({
  label,
  orientation,
  value,
  min,
  max,
  onChange,
  reverse = false,
}: SplitterProps): JSX.Element {
  const start = useRef<{ at: number; from: number } | null>(null)
  const sign = reverse ? -1 : 1
  const set = (next: number): void => onChange(Math.min(max, Math.max(min, Math.round(next))))
  const at = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY)
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const direction = [-1, 1][keys.indexOf(event.key)]
    if (direction === undefined) return
    event.preventDefault()
    event.stopPropagation()
    set(value + direction * sign * KEY_STEP)
  }
  return (
    <div
      className={`splitter splitter-${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { at: at(event), from: value }
      }}
      onPointerMove={(event) => {
        if (start.current) set(start.current.from + (at(event) - start.current.at) * sign)
      }}
      onLostPointerCapture={() => {
        start.current = null
      }}
    />
  )
}
