import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CortadoError } from '../../../../core/errors.ts'
import { writeFileAtomic } from '../../../files/index.ts'

const PackReference = z.object({ id: z.string(), path: z.string() })
/** A pack that is used where it lies. */
export type PackReference = z.infer<typeof PackReference>

/** Earlier versions kept `selfTests` here too; they are passed over, and what they tell can be found anew. */
const Notes = z.object({
  form: z.literal(1),
  inPlace: z.array(PackReference),
})
type Notes = z.infer<typeof Notes>

/** What the program remembers of a user's packs. Never a pack itself: losing it costs a look for packs on other drives. */
export interface PackNotes {
  read(): Promise<Notes>
  /** Applies a change to what is there now, one change after the other. Throws what `read` throws, and `DISK_FULL`. */
  change(apply: (notes: Notes) => Notes): Promise<void>
}

/** Notes in one small file. Reading throws `INVALID_INPUT` where it holds something else: it is never overwritten then. */
export function openNotes(path: string): PackNotes {
  let last: Promise<unknown> = Promise.resolve()
  const read = () => readNotes(path)
  return {
    read,
    change: (apply) => {
      const next = last.then(async () => {
        await writeFileAtomic(path, `${JSON.stringify(apply(await read()), null, 2)}\n`)
      })
      last = next.catch(() => undefined)
      return next
    },
  }
}

async function readNotes(path: string): Promise<Notes> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return { form: 1, inPlace: [] }
  try {
    return Notes.parse(JSON.parse(text))
  } catch (cause) {
    throw new CortadoError(
      'INVALID_INPUT',
      `"${path}" is not what Cortado wrote there: it remembers the packs on other drives. Put it right, or delete it and use those packs in place again.`,
      { cause },
    )
  }
}
