import { TakeOrder } from '../../../../core/review/order.ts'
import { choice, defined, parse, PROJECT } from '../args.ts'
import { reviewWords } from '../review-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'
import { describeTake } from './generate.ts'

/** `takes`: every take of a project, oldest first or in the order asked for. */
export async function takesCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values } = parse(args, { ...PROJECT, shot: { type: 'string' }, sort: { type: 'string' } })
  const sort = choice('sort', values.sort, TakeOrder.options)
  await openProject(session, values.project)
  const { takes } = await session.client.library.takes(defined({ shot: values.shot, sort }))
  const rows = await Promise.all(takes.map((take) => describeTake(session, take)))
  session.output.result(
    { takes: rows },
    rows
      .map((row) =>
        [
          row.id,
          `seed ${row.seed}`,
          `${row.frames} frames`,
          '*'.repeat(row.rating),
          reviewWords(row.review),
          row.prompt,
        ]
          .filter((word) => word !== '')
          .join('  '),
      )
      .join('\n') || 'No takes yet. Make one: generate "a red ball bounces in a field by day".',
  )
}
