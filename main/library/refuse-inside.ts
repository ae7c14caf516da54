import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import { existingPart } from './create.ts'

/** Throws `PROJECT_EXISTS` where a new project would lie in the one that it is made from, also by way of a link. */
export function refuseInside(from: string, to: string): void {
  const way = relative(realpathSync(from), realpathSync(existingPart(to)))
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return
  throw new CortadoError('PROJECT_EXISTS', `"${to}" lies in the project itself. Choose a folder outside of it.`)
}
