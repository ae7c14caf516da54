import { client, toTrouble } from '../api/index.ts'
import { addJobs, studioStore } from '../store/index.ts'
import { packOf, requestOf } from './draft.ts'
import { changeDraft, newSeed, promptStore } from './draft-store.ts'

/** Starts what the prompt box asks for. Gives the shot that gets the takes; undefined where it was refused. */
export async function startTakes(): Promise<string | undefined> {
  const { draft, starting } = promptStore.getState()
  const { packs, shots } = studioStore.getState()
  const pack = packOf(draft, packs)
  if (starting || draft.prompt.trim() === '' || !pack) return undefined
  promptStore.setState({ starting: true, trouble: null })
  try {
    const { shot, jobs } = await client.generation.start(requestOf(draft, pack, shots))
    addJobs(jobs)
    const now = promptStore.getState().draft
    changeDraft({
      ...(!now.seedLocked && { seed: newSeed() }),
      ...(now.target === 'new' && { target: 'auto' as const }),
    })
    return shot
  } catch (error) {
    promptStore.setState({ trouble: toTrouble(error) })
    return undefined
  } finally {
    promptStore.setState({ starting: false })
  }
}
