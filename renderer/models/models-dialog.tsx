import type { JSX } from 'react'
import { Dialog } from '../ui/index.ts'

export function ModelsDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Model packs" open={open} onClose={onClose}>
      {null}
    </Dialog>
  )
}
