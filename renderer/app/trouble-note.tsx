import type { JSX, ReactNode } from 'react'
import type { Trouble } from '../api/trouble.ts'
import { Icon } from '../ui/index.ts'

/** A failure where it happened: its sentence, its code, and a way on. */
export function TroubleNote({ trouble, children }: { trouble: Trouble; children?: ReactNode }): JSX.Element {
  return (
    <div className="trouble-note" role="alert">
      <Icon name="warning" size={14} />
      <p>
        {trouble.message}
        <span className="trouble-code mono">{trouble.code}</span>
        {children && <span className="trouble-way">{children}</span>}
      </p>
    </div>
  )
}
