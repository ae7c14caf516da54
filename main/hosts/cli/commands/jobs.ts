import { CortadoError } from '../../../../core/errors.ts'
import type { Job } from '../../../../core/generation/job.ts'
import { parse, PROJECT } from '../args.ts'
import { follow, openProject } from '../session.ts'
import type { Session } from '../session.ts'

/** `jobs [list | run | cancel ID | retry ID | resume ID | pause ID]`: the queue of a project. */
export async function jobsCommand(session: Session, args: readonly string[]): Promise<void> {
  const { values, positionals } = parse(args, PROJECT, 2)
  const [action = 'list', id] = positionals
  await openProject(session, values.project)
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
      if (id === undefined) throw new CortadoError('USAGE', `Say which job: jobs ${action} ID.`)
      print(session, [await session.client.jobs[action]({ id })])
      return
    default:
      throw new CortadoError('USAGE', `jobs knows list, run, cancel, retry, resume and pause, not "${action}".`)
  }
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
