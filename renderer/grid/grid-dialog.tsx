import type { JSX } from 'react'
import './grid.css'
import { findTake, useStudio } from '../store/index.ts'
import { Dialog, EmptyState } from '../ui/index.ts'
import { GridForm } from './grid-form.tsx'
import { GridMatrix } from './grid-matrix.tsx'
import { useGrid } from './grid-store.ts'

/** One take for each combination of one or two parameters: chosen, made, and looked through. */
export function GridDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const { take: id, axes } = useGrid((state) => state)
  const take = findTake(
    useStudio((state) => state.shots),
    id,
  )?.take
  return (
    <Dialog
      title={take ? `Variations of take ${take.number}` : 'Variations'}
      open={open}
      onClose={onClose}
      className={axes === null ? 'grid-dialog grid-choosing' : 'grid-dialog'}
    >
      {!take ? (
        <EmptyState title="No take is selected">Select the take that is to be varied.</EmptyState>
      ) : axes === null ? (
        <GridForm key={take.id} take={take} />
      ) : (
        <GridMatrix take={take} axes={axes} />
      )}
    </Dialog>
  )
}
