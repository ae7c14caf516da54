import type { JSX } from 'react'
import { Dialog } from '../ui/index.ts'

export function DevicesDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Devices and health" open={open} onClose={onClose}>
      {null}
    </Dialog>
  )
}
