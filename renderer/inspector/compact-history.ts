import { client, toTrouble } from '../api/index.ts'
import { formatBytes } from '../app/format.ts'
import { sequenceStore, toast, toastTrouble } from '../store/index.ts'

/** Makes the open sequence's history smaller; every point of it can still be gone to. */
export async function compactHistory(): Promise<void> {
  const id = sequenceStore.getState().confirmed?.sequence.id
  if (id === undefined) return
  try {
    const { bytes } = await client.sequence.compact({ id })
    const after = bytes.after ?? bytes.before
    toast(
      after < bytes.before
        ? `${formatBytes(bytes.before)} of history became ${formatBytes(after)}. All of it can be undone as before.`
        : 'The history is as small as it can be.',
    )
  } catch (error) {
    toastTrouble(toTrouble(error))
  }
}
