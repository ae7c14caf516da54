import type { JSX } from 'react'

/** How far something is, 0 to 1. */
export function Progress({ value, label }: { value: number; label: string }): JSX.Element {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className="progress-bar" style={{ transform: `scaleX(${Math.min(1, Math.max(0, value))})` }} />
    </div>
  )
}
