import type { JSX } from 'react'
import { formatKeys } from './format-keys.ts'

/** A key combination, printed for this platform. It is a reminder, not part of a control's name. */
export function Kbd({ keys }: { keys: string }): JSX.Element {
  return (
    <kbd className="kbd" aria-hidden="true">
      {formatKeys(keys)}
    </kbd>
  )
}
