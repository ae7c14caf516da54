import type { JSX } from 'react'
import { Dialog } from '../ui/index.ts'

export function ExportDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Export film" open={open} onClose={onClose}>
      {null}
    </Dialog>
  )
}
