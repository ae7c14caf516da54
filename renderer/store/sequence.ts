import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { client } from '../api/client.ts'
import { toTrouble } from '../api/trouble.ts'
import type { SequenceStep } from '../../core/library/entities.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { newId } from './new-id.ts'
import { EMPTY_SEQUENCE, loaded, refused, stepped, withPending } from './sequence-model.ts'
import type { Pending, SequenceModel } from './sequence-model.ts'
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
 * Makes edits here at once and sends them, as one step of the history. Returns false, with a toast that says why, where they
 * cannot be made. Where the studio refuses them, they are taken back here and the reason is told. Edits of one `gesture`
 * each take the place of the one before.
 */
export function applyEdits(edits: readonly Edit[], gesture?: string): boolean {
  const pending: Pending = { edits, token: newId(), ...(gesture !== undefined && { gesture }) }
  try {
    sequenceStore.setState((state) => withPending(state, pending))
  } catch (error) {
    toastTrouble(toTrouble(error))
    return false
  }
  void enqueue(() => send(pending))
  return true
}

async function send(pending: Pending): Promise<void> {
  const { confirmed, pending: waiting } = sequenceStore.getState()
  // Another sequence was opened meanwhile, or a reload dropped it and that has been told.
  if (confirmed === null || !waiting.includes(pending)) return
  const { id } = confirmed.sequence
  try {
    const { edits, token, gesture } = pending
    const { steps } = await client.sequence.edit({
      id,
      revision: confirmed.revision,
      edits: [...edits],
      token,
      gesture,
    })
    takeSteps(steps)
    sequenceStore.setState({ unsaved: null })
  } catch (error) {
    const trouble = toTrouble(error)
    sequenceStore.setState((state) => refused(state, pending.token))
    toastTrouble(trouble)
    if (trouble.code !== 'STALE_REVISION' && trouble.code !== 'EDIT_REFUSED') await reload(id, trouble.message)
  }
}

/** Takes the last edit back. */
export function undo(): void {
  void enqueue(() => goTo((id) => client.sequence.undo({ id })))
}

/** Makes the last undone edit again. */
export function redo(): void {
  void enqueue(() => goTo((id) => client.sequence.redo({ id })))
}

/** Goes to a point of the history. */
export function jumpTo(step: number): void {
  void enqueue(() => goTo((id) => client.sequence.jump({ id, step })))
}

async function goTo(call: (id: string) => Promise<SequenceStep>): Promise<void> {
  const id = sequenceStore.getState().confirmed?.sequence.id
  if (id === undefined) return
  try {
    takeSteps([await call(id)])
  } catch (error) {
    const trouble = toTrouble(error)
    if (trouble.code === 'NOTHING_TO_UNDO' || trouble.code === 'NOTHING_TO_REDO') toast(trouble.message)
    else {
      toastTrouble(trouble)
      await reload(id, trouble.message)
    }
  }
}

/** Least time from one drawing of the stream to the next: drawing takes longer than a step, and others can make many. */
const DRAW_MS = 32
const heard: SequenceStep[] = []
let drawing = false

/** A step of any sequence, from the stream of events: drawn at once, or with the others of a moment that is full of them. */
export function hearStep(step: SequenceStep): void {
  heard.push(step)
  if (!drawing) drawHeard()
}

function drawHeard(): void {
  drawing = heard.length > 0
  takeSteps([])
  if (drawing) setTimeout(drawHeard, DRAW_MS)
}

// Every step after a missed one is missed too: one reading makes up for all that came before it.
let behind = false

/** Steps from an answer, after those of the stream. One that comes both ways counts once. */
function takeSteps(answered: readonly SequenceStep[]): void {
  const { model, missed } = stepped(sequenceStore.getState(), [...heard.splice(0), ...answered])
  sequenceStore.setState(model)
  const id = model.confirmed?.sequence.id
  if (!missed || behind || id === undefined) return
  behind = true
  void enqueue(async () => {
    // What is missed from here on may not be in the answer any more.
    behind = false
    await reload(id, null)
  })
}

/** Reads the sequence anew where steps were missed, or where it is not certain what reached the disk. */
async function reload(id: string, unsaved: string | null): Promise<void> {
  try {
    await loadSequence(id)
    sequenceStore.setState({ unsaved })
  } catch (error) {
    // Without the studio nothing is certain: keep what is shown and say so in the footer.
    sequenceStore.setState({ pending: [], unsaved: toTrouble(error).message })
  }
}
