import type { JSX, ReactNode } from 'react'
import { cx } from '../ui/index.ts'

/** A small label in front of its control, in one frame. */
export function Setting({
  label,
  wrong = false,
  children,
}: {
  label: string
  wrong?: boolean
  children: ReactNode
}): JSX.Element {
  return (
    <div className={cx('setting', wrong && 'is-wrong')}>
      <span className="setting-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  )
}
