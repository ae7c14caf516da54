import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import { readAccelerator, type Accelerator } from './read-accelerator.ts'

/** An installed accelerator: fit for this program, or with the reason why it is not (an update may outdate it). */
export type FoundAccelerator = { id: string; path: string } & (
  { accelerator: Accelerator; problem: null } | { accelerator: null; problem: CortadoError }
)

/** The accelerators of a folder; none where there is no such folder. */
export async function findAccelerators(folder: string): Promise<FoundAccelerator[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const ours = names.filter((name) => !name.startsWith('.')).sort()
  return await Promise.all(ours.map((id) => inspect(id, join(folder, id))))
}

async function inspect(id: string, path: string): Promise<FoundAccelerator> {
  try {
    return { id, path, accelerator: await readAccelerator(path), problem: null }
  } catch (error) {
    if (error instanceof CortadoError) return { id, path, accelerator: null, problem: error }
    throw error
  }
}
