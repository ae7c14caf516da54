import { CortadoError } from '../../core/errors.ts'
import type { SequenceDocument } from '../../core/library/entities.ts'
import { applyEdit, EDIT_LABELS } from '../../core/timeline/edit.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Studio } from '../../main/studio/studio.ts'

/** A sequence in memory with real edits, undo, redo and refusal of stale revisions. */
export function fakeSequence(first: Sequence, changed: (revision: number) => void): Studio['sequence'] {
  let sequence = first
  let revision = 0
  const past: { sequence: Sequence; label: string }[] = []
  const future: { sequence: Sequence; label: string }[] = []
  const known = (id: string): void => {
    if (id !== first.id) throw new CortadoError('NOT_FOUND', 'The project has no such sequence. Reload the project.')
  }
  const document = (): SequenceDocument => ({
    sequence,
    revision,
    undoLabel: past.at(-1)?.label ?? null,
    redoLabel: future.at(-1)?.label ?? null,
  })
  const commit = (next: Sequence): SequenceDocument => {
    sequence = next
    revision += 1
    changed(revision)
    return document()
  }
  return {
    get(id) {
      known(id)
      return document()
    },
    edit(id, at, edit) {
      known(id)
      if (at !== revision) {
        throw new CortadoError(
          'STALE_REVISION',
          'The sequence changed in the meantime. Look at it again and repeat the edit.',
        )
      }
      const next = applyEdit(sequence, edit)
      past.push({ sequence, label: EDIT_LABELS[edit.name] })
      future.length = 0
      return commit(next)
    },
    undo(id) {
      known(id)
      const step = past.pop()
      if (!step) throw new CortadoError('NOTHING_TO_UNDO', 'There is nothing to undo.')
      future.push({ sequence, label: step.label })
      return commit(step.sequence)
    },
    redo(id) {
      known(id)
      const step = future.pop()
      if (!step) throw new CortadoError('NOTHING_TO_REDO', 'There is nothing to redo.')
      past.push({ sequence, label: step.label })
      return commit(step.sequence)
    },
  }
}
