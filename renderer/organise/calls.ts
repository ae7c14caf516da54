import type { EntryRef, Label, TrashRef } from '../../core/library/marks.ts'
import { client } from '../api/index.ts'
import { attempt, toast } from '../store/index.ts'

/** Labels entries, or makes favourites of them; the studio tells of what changed. */
export async function markEntries(
  entries: EntryRef[],
  change: { label?: Label | null; favourite?: boolean },
): Promise<void> {
  await attempt(() => client.library.mark({ entries, ...change }))
}

export async function fileEntries(entries: EntryRef[], bin: string | null): Promise<void> {
  await attempt(() => client.library.file({ entries, bin }))
}

/** Moves entries to the trash; where the film shows one, nothing is moved and the reason is told. */
export async function trashEntries(entries: EntryRef[], words: string): Promise<void> {
  const done = await attempt(() => client.library.trash({ entries }))
  if (done) toast(`${words} is in the trash. Choose "Trash" above the takes to take it back.`)
}

export async function restoreEntries(entries: TrashRef[]): Promise<void> {
  await attempt(() => client.library.restore({ entries }))
}

/** Deletes what is in the trash for good, and says what was kept. */
export async function emptyTrash(): Promise<void> {
  const emptied = await attempt(() => client.library.emptyTrash({ confirmed: true }))
  if (!emptied) return
  const { removed, kept } = emptied
  const rest = kept.length === 0 ? '' : ` ${kept.length} stay: ${kept[0]?.reason}.`
  toast(`${removed} deleted for good.${rest}`)
}

/** Makes a bin and gives its id; undefined where that failed. */
export async function createBin(name: string, parent: string | null): Promise<string | undefined> {
  return (await attempt(() => client.bins.create({ name, parent })))?.id
}

export async function renameBin(id: string, name: string): Promise<void> {
  await attempt(() => client.bins.rename({ id, name }))
}

/** Takes a bin away; what lies in it goes to the bin around it. */
export async function removeBin(id: string): Promise<void> {
  const done = await attempt(() => client.bins.remove({ id, contents: 'up' }))
  if (done) toast('The bin is gone. What lay in it is in the bin around it.')
}
