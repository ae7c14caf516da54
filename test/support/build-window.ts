import { join } from 'node:path'
import { buildWindow } from '../../scripts/build/window.ts'

/** Builds the window once before all tests, as far as it is out of date. */
export default async function setup(): Promise<void> {
  await buildWindow(join(import.meta.dirname, '..', '..'))
}
