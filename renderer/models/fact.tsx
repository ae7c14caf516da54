import type { JSX, ReactNode } from 'react'

/** One line of what is known of a pack. */
export function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
