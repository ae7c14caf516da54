import { basename, resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { parse } from '../args.ts'
import type { Session } from '../session.ts'

/** `new NAME|DIR`: a plain name goes to the projects folder, anything with a slash is a folder. */
export async function newCommand(session: Session, args: readonly string[]): Promise<void> {
  const { positionals } = parse(args, {}, 1)
  const [where] = positionals
  if (where === undefined) throw new CortadoError('USAGE', 'Give the project a name or a folder: new "My Film".')
  const isFolder = /[\\/]/.test(where)
  const name = basename(where).replace(/\.cortado$/, '')
  const project = await session.client.project.create({ name, ...(isFolder ? { path: resolve(where) } : {}) })
  session.output.result({ project: { id: project.id, name: project.name, path: project.path } }, project.path)
}
