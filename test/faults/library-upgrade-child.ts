import { openLibrary } from '../../main/library/index.ts'

/** Opens a project, which upgrades it, and says when that is done. */
const library = await openLibrary(process.argv[2] ?? '')
library.close()
process.stdout.write('done\n')
