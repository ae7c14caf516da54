import type { JSX, RefObject } from 'react'
import { Popover } from '../ui/index.ts'

export function QueuePanel({
  anchor,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
}): JSX.Element {
  return (
    <Popover anchor={anchor} label="Queue" align="end" onClose={onClose}>
      {null}
    </Popover>
  )
}
