import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../../files/index.ts'

const FILE = 'memory.json'

const MemoryNotes = z.object({
  /** The recipe they belong to, by its sha256. */
  recipe: z.string(),
  /** Names of the rungs on which memory ran out. */
  ranOut: z.array(z.string()),
  /** Each time in words. */
  words: z.array(z.string()),
})
export type MemoryNotes = z.infer<typeof MemoryNotes>

/** What earlier attempts of a job learnt about memory; nothing where there were none, or where the file is damaged. */
export async function readMemoryNotes(folder: string, recipe: string): Promise<MemoryNotes> {
  const nothing = { recipe, ranOut: [], words: [] }
  try {
    const parsed = MemoryNotes.safeParse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
    return parsed.data?.recipe === recipe ? parsed.data : nothing
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return nothing
    }
    throw error
  }
}

/** Kept with the job's checkpoint, so that a job that goes on after a stop does not run out in the same way again. */
export async function writeMemoryNotes(folder: string, notes: MemoryNotes): Promise<void> {
  await writeFileAtomic(join(folder, FILE), `${JSON.stringify(notes)}\n`)
}
