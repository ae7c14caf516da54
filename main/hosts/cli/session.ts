import type { ContractRouterClient } from '@orpc/contract'
import { resolve } from 'node:path'
import type { Contract } from '../../../core/contract/contract.ts'
import { CortadoError } from '../../../core/errors.ts'
import type { Job } from '../../../core/generation/job.ts'
import type { Project } from '../../../core/library/entities.ts'
import type { Studio } from '../../studio/studio.ts'
import type { Output } from './output.ts'

export type Client = ContractRouterClient<Contract>

/** What a command works with that needs no more than the contract: it also works on a studio that runs elsewhere. */
export interface RemoteSession {
  client: Client
  output: Output
}

/** What a command works with: the contract's client, the studio behind it, and where to write. */
export interface Session extends RemoteSession {
  studio: Studio
}

/** Opens the project a command names. Throws `USAGE` without one. */
export async function openProject(session: RemoteSession, path: string | undefined): Promise<Project> {
  if (path === undefined) throw new CortadoError('USAGE', 'Say which project: --project DIR.')
  const project = await session.client.project.open({ path: resolve(path) })
  if (project.backup !== undefined) {
    session.output.say(`This project came from an older Cortado. Its library as it was lies in ${project.backup}.`)
  }
  return project
}

/** Opens the project, or makes it where the folder does not exist or is empty; without a path, makes one by name. */
export async function openOrCreate(session: Session, path: string | undefined, name: string): Promise<Project> {
  if (path === undefined) return session.client.project.create({ name })
  try {
    return await session.client.project.open({ path: resolve(path) })
  } catch (error) {
    if (!isCode(error, 'NOT_FOUND')) throw error
    return session.client.project.create({ name, path: resolve(path) })
  }
}

/** Waits for jobs in turn and draws their progress. Throws the error of the first one that failed. */
export async function follow(session: Session, jobs: readonly Job[], title: string): Promise<Job[]> {
  const wanted = new Set(jobs.map((job) => job.id))
  const stop = new AbortController()
  const watching = watch(session, wanted, title, stop.signal)
  try {
    const ended: Job[] = []
    for (const job of jobs) ended.push(await session.studio.jobs.ended(job.id))
    for (const job of ended) {
      if (job.state === 'done') continue
      const error = job.error
      throw new CortadoError(
        error?.code ?? 'CANCELLED',
        error?.message ?? `The job was ${job.state} before it was done. Start it again with "jobs retry ${job.id}".`,
      )
    }
    return ended
  } finally {
    stop.abort()
    await watching
  }
}

async function watch(session: Session, wanted: ReadonlySet<string>, title: string, signal: AbortSignal): Promise<void> {
  for await (const event of session.studio.events(signal)) {
    if (event.type === 'job' && wanted.has(event.job.id)) session.output.progress(title, event.job)
  }
}

/** True for a refused call with that code, whether thrown here or behind the contract. */
function isCode(error: unknown, code: string): boolean {
  if (error instanceof CortadoError) return error.code === code
  if (!(error instanceof Error) || !('data' in error)) return false
  const data: unknown = error.data
  return typeof data === 'object' && data !== null && 'code' in data && data.code === code
}
