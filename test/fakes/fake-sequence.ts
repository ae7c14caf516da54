import { CortadoError } from '../../core/errors.ts'
import type { SequenceStep } from '../../core/library/entities.ts'
import { sequenceData } from '../../core/timeline/document.ts'
import { editLabel, makeEdits } from '../../core/timeline/edit.ts'
import { applyOperations } from '../../core/timeline/operation.ts'
import type { Operation } from '../../core/timeline/operation.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Studio } from '../../main/studio/studio.ts'

interface Past {
  label: string
  forward: Operation[]
  backward: Operation[]
}

/** A sequence in memory with real edits, undo, redo and refusal of stale revisions. */
export function fakeSequence(first: Sequence, changed: (step: SequenceStep) => void): Studio['sequence'] {
  let sequence = first
  let revision = 0
  const past: Past[] = []
  const future: Past[] = []
  const known = (id: string): void => {
    if (id !== first.id) throw new CortadoError('NOT_FOUND', 'The project has no such sequence. Reload the project.')
  }
  const place = () => ({
    revision,
    undoLabel: past.at(-1)?.label ?? null,
    redoLabel: future.at(-1)?.label ?? null,
    undoMade: past.length > 0 ? { by: null, at: 0 } : null,
  })
  const commit = (operations: Operation[], token: string | null = null): SequenceStep => {
    sequence = applyOperations(sequence, operations).sequence
    revision += 1
    const step = { sequence: first.id, from: revision - 1, operations, token, ...place() }
    changed(step)
    return step
  }
  const only = (): never => {
    throw new CortadoError('NOT_FOUND', 'This studio has one sequence.')
  }
  return {
    list: () => [{ id: first.id, name: first.name, revision, createdAt: 0, nestedIn: 0 }],
    create: only,
    duplicate: only,
    jump: async () => only(),
    compact: async () => only(),
    history: () => [],
    get(id) {
      known(id)
      return { sequence: sequenceData(sequence), ...place() }
    },
    async edit(id, request) {
      known(id)
      if (request.revision !== revision) {
        throw new CortadoError(
          'STALE_REVISION',
          'The sequence changed in the meantime. Look at it again and repeat the edit.',
        )
      }
      const { forward, backward } = makeEdits(sequence, request.edits)
      past.push({ label: request.edits.map(editLabel).join(', '), forward, backward })
      future.length = 0
      return [commit(forward, request.token)]
    },
    async undo(id) {
      known(id)
      const step = past.pop()
      if (!step) throw new CortadoError('NOTHING_TO_UNDO', 'There is nothing to undo.')
      future.push(step)
      return commit(step.backward)
    },
    async redo(id) {
      known(id)
      const step = future.pop()
      if (!step) throw new CortadoError('NOTHING_TO_REDO', 'There is nothing to redo.')
      past.push(step)
      return commit(step.forward)
    },
  }
}
