import { writeSync } from 'node:fs'
import { openLibrary } from '../../main/library/index.ts'

/** Lets go of most of a project's history, says so before and after, and waits to be killed. */
const library = await openLibrary(process.argv[2] ?? '')
library.sequences.get(library.project.sequence)
writeSync(1, 'begun\n')
await library.sequences.compact(library.project.sequence, { keepUndo: 50 })
writeSync(1, 'done\n')
setInterval(() => undefined, 1000)
