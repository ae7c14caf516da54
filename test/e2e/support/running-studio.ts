import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import type { Contract } from '../../../core/contract/contract.ts'
import type { Job } from '../../../core/generation/job.ts'
import type { Take } from '../../../core/library/entities.ts'

const CLI = join(import.meta.dirname, '..', '..', '..', 'main', 'hosts', 'cli', 'main.ts')
const Served = z.object({ address: z.string(), origin: z.string(), bearer: z.string() })

/** The real studio in a process of its own, with its real services, as `cortado serve` starts it. */
export interface RunningStudio {
  origin: string
  /** The key of scripts. */
  bearer: string
  pid: number
  /** Opens one browser, once. */
  address: string
  client: ContractRouterClient<Contract>
  /** Ends it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

/** Starts the studio on the projects of `home`, which may be those of an earlier run. */
export async function startStudio(home: string, port = 0): Promise<RunningStudio> {
  const env = { ...process.env, CORTADO_HOME: join(home, 'projects'), CORTADO_CONFIG: join(home, 'config') }
  const child = spawn(process.execPath, [CLI, 'serve', '--json', '--port', String(port)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [line] = await Promise.race([firstLine(child.stdout), ended.then(() => [''])])
  const { address, origin, bearer } = Served.parse(JSON.parse(line || '{}'))
  const link = new RPCLink({ url: `${origin}/rpc`, headers: { authorization: `Bearer ${bearer}` } })
  return {
    origin,
    bearer,
    pid: child.pid ?? 0,
    address,
    client: createORPCClient(link),
    stop: async () => {
      child.kill('SIGINT')
      return await ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<[string]> {
  const lines = createInterface({ input: stream })
  return await new Promise((resolve) => lines.once('line', (line: string) => resolve([line])))
}

/** A home of its own for a file of tests. */
export async function temporaryHome(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'cortado-e2e-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Makes a take by real inference in the open project and waits for it. */
export async function makeTake(
  studio: RunningStudio,
  prompt: string,
  request: { seed: number; shot?: string; steps?: number },
): Promise<Take> {
  const { jobs } = await studio.client.generation.start({ prompt, ...request })
  const job = await waitForJob(studio, jobs[0]?.id ?? '')
  const { takes } = await studio.client.library.takes({})
  const take = takes.find(({ id }) => id === job.result?.take)
  if (take === undefined) throw new Error('the take is not in the library')
  return take
}

/** Waits until a job has ended well. */
export async function waitForJob({ client }: RunningStudio, id: string): Promise<Job> {
  for await (const event of await client.system.events()) {
    // A job that ended before the events came is in the list by then.
    const known = event.type === 'ready' ? (await client.jobs.list()).jobs : event.type === 'job' ? [event.job] : []
    const job = known.find((candidate) => candidate.id === id)
    if (job === undefined || job.endedAt === null) continue
    if (job.state === 'done') return job
    throw new Error(`the job is ${job.state}: ${JSON.stringify(job.error)}`)
  }
  throw new Error('the events ended before the job did')
}
