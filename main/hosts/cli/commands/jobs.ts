import { CortadoError } from '../../../../core/errors.ts'
import type { Job } from '../../../../core/generation/job.ts'
import { parse, PROJECT } from '../args.ts'
import { JOB_EDIT, jobEditOf } from '../job-edit.ts'
import { follow, openProject } from '../session.ts'
import type { Session } from '../session.ts'

const OPTIONS = { ...PROJECT, ...JOB_EDIT, report: { type: 'boolean' }, since: { type: 'string' } } as const
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `jobs [list | run | cancel ID | retry ID | resume ID | pause ID | edit ID]`, or `jobs --report`: the queue of a project. */
export async function jobsCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, OPTIONS, 2)
  const [action = 'list', id] = positionals
  const since = moment(values.since)
  const change = jobEditOf(values, action)
  await openProject(session, values.project)
  if (values.report === true || values.since !== undefined) {
    const report = await session.client.jobs.report({ since })
    session.output.result(report, report.words.join('\n'))
    return
  }
  const { jobs } = await session.client.jobs.list()
  switch (action) {
    case 'list':
      print(session, jobs)
      return
    case 'run': {
      const open = jobs.filter((job) => job.state === 'waiting' || job.state === 'running')
      print(session, await follow(session, open, 'queue'))
      return
    }
    case 'cancel':
    case 'retry':
    case 'resume':
    case 'pause':
      print(session, [await session.client.jobs[action]({ id: need(id, action) })])
      return
    case 'edit':
      print(session, [await session.client.jobs.edit({ id: need(id, action), change })])
      return
    default:
      throw new CortadoError('USAGE', `jobs knows list, run, cancel, retry, resume, pause and edit, not "${action}".`)
  }
}

function need(id: string | undefined, action: string): string {
  if (id !== undefined) return id
  throw new CortadoError('USAGE', `Say which job: jobs ${action} ID.`)
}

/** A moment given as `90m`, `12h`, `2d` ago or as a date; a day ago where left out. Throws `USAGE`. */
function moment(text = '1d'): number {
  const ago = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text)
  const at = ago ? Date.now() - Number(ago[1]) * (UNITS[ago[2] ?? ''] ?? 0) : Date.parse(text)
  if (!Number.isFinite(at)) throw new CortadoError('USAGE', `--since takes 90m, 12h, 2d or a date, not "${text}".`)
  return at
}

function print(session: Session, jobs: readonly Job[]): void {
  const words = jobs.map(
    (job) =>
      `${job.id}  ${job.state.padEnd(9)} ${Math.round(job.progress * 100)} %  ${title(job)}${job.error ? `  ${job.error.message}` : ''}`,
  )
  session.output.result({ jobs }, words.join('\n') || 'The queue is empty.')
}

function title(job: Job): string {
  return job.payload.kind === 'render' ? job.payload.out : job.payload.recipe.prompt
}
