import { resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import { ExportFormat } from '../../../../core/library/export.ts'
import { TakeOrder } from '../../../../core/review/order.ts'
import { choice, defined, parse, PROJECT, wholeNumber } from '../args.ts'
import { reviewWords } from '../review-words.ts'
import { openProject } from '../session.ts'
import type { Session } from '../session.ts'
import { describeTake } from './generate.ts'

const OPTIONS = {
  ...PROJECT,
  shot: { type: 'string' },
  sort: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string', short: 'o' },
  take: { type: 'string', multiple: true },
  rating: { type: 'string' },
  clean: { type: 'boolean' },
  video: { type: 'string' },
  'shard-mb': { type: 'string' },
} as const

/** `takes`: every take of a project, oldest first or in the order asked for; `takes export` writes chosen ones out. */
export async function takesCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 1)
  const [action = 'list'] = positionals
  if (action === 'export') return exportCommand(session, values)
  if (action !== 'list') throw new CortadoError('USAGE', `takes knows list and export, not "${action}".`)
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

async function exportCommand(
  session: Session,
  values: ReturnType<typeof parse<typeof OPTIONS>>['values'],
): Promise<void> {
  const format = choice('format', values.format, ExportFormat.options)
  if (format === undefined)
    throw new CortadoError('USAGE', `Say in which format: --format ${ExportFormat.options.join('|')}.`)
  if (values.out === undefined) throw new CortadoError('USAGE', 'Say where the takes go: --out DIR, a new folder.')
  const megabytes = wholeNumber('shard-mb', values['shard-mb'])
  await openProject(session, values.project)
  const report = await session.client.library.export({
    format,
    out: resolve(values.out),
    ...defined({
      takes: values.take,
      shot: values.shot,
      rating: wholeNumber('rating', values.rating),
      clean: values.clean,
      video: choice('video', values.video, ['master', 'proxy'] as const),
      shardBytes: megabytes === undefined ? undefined : megabytes * 1_000_000,
    }),
  })
  const words = `${report.takes} takes, ${(report.bytes / 1e6).toFixed(1)} MB, in ${report.folder}: ${report.files.join(', ')}`
  session.output.result(report, words)
}
