import type { JSX, ReactNode } from 'react'

interface RowProps {
  name: string
  mono?: boolean
  children: ReactNode
  /** What belongs to it and takes the whole width. */
  below?: ReactNode
}

/** A name and its value. Numbers and timecode are set in the mono face. */
export function Row({ name, mono, children, below }: RowProps): JSX.Element {
  return (
    <div className="insp-row">
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{children}</dd>
      {below && <dd className="insp-below">{below}</dd>}
    </div>
  )
}
