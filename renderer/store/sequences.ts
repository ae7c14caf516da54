import { client } from '../api/client.ts'
import { seek, transport } from '../viewer/transport.ts'
import { sequenceLength } from '../../core/timeline/queries.ts'
import { attempt } from './actions.ts'
import { loadSequence, sequenceStore } from './sequence.ts'
import { studioStore } from './studio-store.ts'
import { selectOnly } from './ui-store.ts'

/** Where the playhead was left in every sequence. */
const left = new Map<string, number>()

/** Brings another sequence of the project to the front; the playhead is where it was left there. */
export async function showSequence(id: string): Promise<void> {
  const { shown } = sequenceStore.getState()
  if (shown?.id === id) return
  transport.setState({ speed: 0 })
  if (shown) left.set(shown.id, transport.getState().at)
  const done = await attempt(async () => {
    await loadSequence(id)
    return true
  })
  if (!done) return
  selectOnly([])
  const now = sequenceStore.getState().shown
  if (now) seek(left.get(id) ?? 0, sequenceLength(now))
}

/** Makes an empty sequence in the format of the one in front, and shows it. */
export async function createSequence(name: string): Promise<void> {
  const { shown } = sequenceStore.getState()
  const format = shown ? { rate: shown.rate, size: shown.size } : {}
  const made = await attempt(() => client.sequence.create({ name, ...format }))
  if (!made) return
  await attempt(refreshSequences)
  await showSequence(made.sequence.id)
}

/** Makes a sequence like another one, and shows it. */
export async function duplicateSequence(id: string): Promise<void> {
  const made = await attempt(() => client.sequence.duplicate({ id }))
  if (!made) return
  await attempt(refreshSequences)
  await showSequence(made.sequence.id)
}

/** Moves a sequence to the trash; every window that shows it turns to another one and says so. */
export async function trashSequence(id: string): Promise<void> {
  await attempt(() => client.library.trash({ entries: [{ kind: 'sequence', id }] }))
}

/** Reads the list of the project's sequences anew. */
export async function refreshSequences(): Promise<void> {
  if (studioStore.getState().project === null) return
  studioStore.setState({ sequences: (await client.sequence.list()).sequences })
}
