import { setTimeout as wait } from 'node:timers/promises'
import type { GenerateRequest } from '../../core/generation/request.ts'
import { GenerateRequest as Request } from '../../core/generation/request.ts'
import { openStudio } from '../../main/studio/open-studio.ts'
import { childrenOf } from '../support/children.ts'

/** What the child does: opens a project, asks for a take or goes on with what waits, and is killed on the way. */
export interface KillOrder {
  project: string
  /** Left out after a kill: what was asked for is in the queue. */
  request?: GenerateRequest
  kill?: {
    victim: 'worker' | 'main'
    /** Counts the words that the job has said of itself, from 0. */
    at: number
    delayMs: number
  }
}

/** The master of the job's take, and whether the kill came before the end. */
export interface KillReport {
  master: string
  frames: number
  attempts: number
}

if (process.argv[2] !== undefined) await obey(JSON.parse(process.argv[2]) as KillOrder)

async function obey({ project, request, kill }: KillOrder): Promise<void> {
  const studio = await openStudio({ runJobs: true })
  const listening = new AbortController()
  const heard = listen()
  await studio.project.open(project)
  if (request !== undefined) await studio.generation.start(Request.parse(request))
  // The jobs before it made what it is made from.
  const [job] = studio.jobs.list().toSorted((a, b) => b.createdAt - a.createdAt)
  if (job === undefined) throw new Error('there is no job')
  const { state, error, result, attempts } = await studio.jobs.ended(job.id)
  if (state !== 'done') throw new Error(`the job is ${state}: ${error?.message ?? ''}`)
  const take = studio.library.takes().find(({ id }) => id === result?.take)
  const report: KillReport = { master: take?.master ?? '', frames: take?.frames ?? 0, attempts }
  listening.abort()
  await heard
  await studio.close()
  process.stdout.write(`${JSON.stringify(report)}\n`)

  async function listen(): Promise<void> {
    let said = 0
    let last = ''
    for await (const event of studio.events(listening.signal)) {
      if (kill === undefined || event.type !== 'job' || event.job.stage === last) continue
      last = event.job.stage
      if (said++ !== kill.at) continue
      await wait(kill.delayMs)
      const victims = kill.victim === 'main' ? [process.pid] : childrenOf(process.pid, 'inference/worker')
      for (const pid of victims) process.kill(pid, 'SIGKILL')
    }
  }
}
