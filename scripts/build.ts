// Builds the window and the desktop program into `dist`, as far as they are out of date.
import { join } from 'node:path'
import { buildDesktop } from './build/desktop.ts'
import { buildWindow } from './build/window.ts'

const root = join(import.meta.dirname, '..')
const window = await buildWindow(root)
const desktop = await buildDesktop(root)
process.stdout.write(`window: ${window ? 'built' : 'up to date'}, desktop: ${desktop ? 'built' : 'up to date'}\n`)
