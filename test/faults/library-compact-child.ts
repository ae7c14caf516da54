import { writeSync } from 'node:fs'
import { openLibrary } from '../../main/library/index.ts'

/**
 * Lets go of most of a project's history, or jumps to its beginning; says so before and after, and waits to be killed. Arguments:
 * the project folder, `compact` or `jump`.
 */
const [folder = '', task] = process.argv.slice(2)
const { sequences, project } = await openLibrary(folder)
const id = project.sequence
const first = sequences.history(id, null, 100_000).at(-1)?.step ?? 0
sequences.get(id)
writeSync(1, 'begun\n')
if (task === 'jump') await sequences.jump(id, first)
else await sequences.compact(id, { keepUndo: 50 })
writeSync(1, 'done\n')
setInterval(() => undefined, 1000)
