import type { JSX, ReactNode } from 'react'

/** A name and its value. Numbers and timecode are set in the mono face. */
export function Row({ name, mono, children }: { name: string; mono?: boolean; children: ReactNode }): JSX.Element {
  return (
    <div className="insp-row">
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{children}</dd>
    </div>
  )
}
