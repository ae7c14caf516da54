import { defined, parse, PROJECT } from '../args.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'
import { describeTake } from './generate.ts'

/** `takes`: every take of a project, oldest first. */
export async function takesCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values } = parse(args, { ...PROJECT, shot: { type: 'string' } })
  await openProject(session, values.project)
  const { takes } = await session.client.library.takes(defined({ shot: values.shot }))
  const rows = await Promise.all(takes.map((take) => describeTake(session, take)))
  session.output.result(
    { takes: rows },
    rows
      .map((row) => `${row.id}  seed ${row.seed}  ${row.frames} frames  ${'*'.repeat(row.rating)}  ${row.prompt}`)
      .join('\n') || 'No takes yet. Make one: generate "a red ball bounces in a field by day".',
  )
}
