import { resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { defined, parse, PROJECT } from '../args.ts'
import { follow, openProject } from '../session.ts'
import type { Session } from '../session.ts'

/** `render`: the project's sequence to a film file. */
export async function renderCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values } = parse(args, { ...PROJECT, out: { type: 'string', short: 'o' }, preset: { type: 'string' } })
  if (values.out === undefined) throw new CortadoError('USAGE', 'Say where the film goes: --out film.mp4.')
  await openProject(session, values.project)
  const film = await renderTo(session, resolve(values.out), values.preset)
  session.output.result(film, film.film)
}

/** Renders the open project's sequence and waits for the file. `frames` are frames of the film. */
export async function renderTo(
  session: Session,
  out: string,
  preset: string | undefined,
): Promise<{ film: string; frames: number }> {
  const job = await session.client.render.start({ out, ...defined({ preset }) })
  const [done] = await follow(session, [job], 'render')
  return { film: done?.result?.film ?? out, frames: done?.result?.frames ?? 0 }
}
