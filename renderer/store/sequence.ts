import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { client } from '../api/client.ts'
import { toTrouble } from '../api/trouble.ts'
import type { SequenceDocument } from '../../core/library/entities.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { EMPTY_SEQUENCE, loaded, settled, withPending } from './sequence-model.ts'
import type { SequenceModel } from './sequence-model.ts'
import { toast, toastTrouble } from './ui-store.ts'

interface SequenceState extends SequenceModel {
  /** True while an edit, an undo or a redo is on its way to the disk. */
  saving: boolean
  /** Why the last edit is not on disk; null when all of them are. */
  unsaved: string | null
}

export const sequenceStore = createStore<SequenceState>(() => ({ ...EMPTY_SEQUENCE, saving: false, unsaved: null }))

/** Reads the sequence: `shown` is what to draw, `confirmed` holds revision and history labels. */
export function useSequence<T>(selector: (state: SequenceState) => T): T {
  return useStore(sequenceStore, selector)
}

// One call at a time: each edit names the revision that the one before it made.
let queue: Promise<void> = Promise.resolve()
let waiting = 0

function enqueue(task: () => Promise<void>): Promise<void> {
  waiting += 1
  sequenceStore.setState({ saving: true })
  queue = queue.then(async () => {
    try {
      await task()
    } finally {
      waiting -= 1
      if (waiting === 0) sequenceStore.setState({ saving: false })
    }
  })
  return queue
}

/** Opens a sequence, or none. Edits on their way to another one are forgotten here; the studio still gets them. */
export async function loadSequence(id: string | null): Promise<void> {
  if (id === null) {
    sequenceStore.setState({ ...EMPTY_SEQUENCE, unsaved: null })
    return
  }
  sequenceStore.setState({ ...loaded(await client.sequence.get({ id })), unsaved: null })
}

/**
 * Applies an edit here at once and sends it. Returns false, with a toast that says why, where the edit cannot be made.
 * Where the studio refuses or is ahead, its document replaces ours and the reason is told.
 */
export function applyEdit(edit: Edit): boolean {
  try {
    sequenceStore.setState((state) => withPending(state, edit))
  } catch (error) {
    toastTrouble(toTrouble(error))
    return false
  }
  void enqueue(() => send(edit))
  return true
}

async function send(edit: Edit): Promise<void> {
  const { confirmed, pending } = sequenceStore.getState()
  // A reload dropped it: somebody else was first, and that has been told.
  if (confirmed === null || !pending.includes(edit)) return
  try {
    const id = confirmed.sequence.id
    const document = await client.sequence.edit({ id, revision: confirmed.revision, edit })
    if (sequenceStore.getState().confirmed?.sequence.id !== id) return
    sequenceStore.setState((state) => ({ ...settled(state, document, 1), unsaved: null }))
  } catch (error) {
    await recover(error)
  }
}

/** Takes the last edit back. */
export function undo(): void {
  void enqueue(() => step((id) => client.sequence.undo({ id })))
}

/** Makes the last undone edit again. */
export function redo(): void {
  void enqueue(() => step((id) => client.sequence.redo({ id })))
}

async function step(call: (id: string) => Promise<SequenceDocument>): Promise<void> {
  const id = sequenceStore.getState().confirmed?.sequence.id
  if (id === undefined) return
  try {
    const document = await call(id)
    // Edits made while this was under way come after it.
    sequenceStore.setState((state) => settled(state, document, 0))
  } catch (error) {
    const trouble = toTrouble(error)
    if (trouble.code === 'NOTHING_TO_UNDO' || trouble.code === 'NOTHING_TO_REDO') toast(trouble.message)
    else await recover(error)
  }
}

async function recover(error: unknown): Promise<void> {
  const trouble = toTrouble(error)
  const id = sequenceStore.getState().confirmed?.sequence.id
  if (trouble.code === 'STALE_REVISION') {
    toast('Somebody else changed this sequence first. It is shown as it stands now; make your edit again.', 'trouble')
  } else toastTrouble(trouble)
  try {
    await loadSequence(id ?? null)
    if (trouble.code !== 'STALE_REVISION' && trouble.code !== 'EDIT_REFUSED') {
      sequenceStore.setState({ unsaved: trouble.message })
    }
  } catch (second) {
    // Without the studio nothing is certain: keep what is shown and say so in the footer.
    sequenceStore.setState({ pending: [], unsaved: toTrouble(second).message })
  }
}

/** The studio announced a revision. Ours came from an answer already; a newer one is somebody else's. */
export function sequenceChanged(id: string, revision: number): void {
  void queue.then(async () => {
    const { confirmed } = sequenceStore.getState()
    if (confirmed === null || confirmed.sequence.id !== id || confirmed.revision >= revision) return
    await enqueue(async () => {
      try {
        const now = sequenceStore.getState().confirmed
        if (now !== null && now.revision < revision) await loadSequence(id)
      } catch (error) {
        toastTrouble(toTrouble(error))
      }
    })
  })
}
