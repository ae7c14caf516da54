import type { JSX } from 'react'
import { Dialog } from '../ui/index.ts'

export function TakeViewer({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Take" open={open} onClose={onClose}>
      {null}
    </Dialog>
  )
}
