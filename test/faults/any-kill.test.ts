import { spawn } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abilitiesOf } from '../../core/generation/abilities.ts'
import type { Change, GenerateRequest } from '../../core/generation/request.ts'
import { GenerateRequest as Request } from '../../core/generation/request.ts'
import { sha256 } from '../../main/files/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { type PackFolder } from '../../main/inference/packs/pack-folder.ts'
import { openStudio } from '../../main/studio/open-studio.ts'
import type { Studio } from '../../main/studio/studio.ts'
import { temporaryHome } from '../support/cli.ts'
import { lavfiClip } from '../support/lavfi.ts'
import { shortPasses } from '../support/short-passes.ts'
import { PACKS } from '../unit/inference/tiny.ts'
import type { KillOrder, KillReport } from './any-kill-child.ts'

/**
 * `kill -9` of the worker or of the whole program at any moment of any operation, and the take is the same to the byte.
 * A few cases of a fixed seed; CORTADO_KILLS says how many, CORTADO_KILL_SEED draws others.
 */
const CASES = Number(process.env['CORTADO_KILLS'] ?? 7)
const SEED = Number(process.env['CORTADO_KILL_SEED'] ?? 45)

const FRAMES = 17
const CHILD = join(import.meta.dirname, 'any-kill-child.ts')
const home = temporaryHome()
const shorter = join(home.path, 'short-passes')
const PACK_PATHS = [
  ...['latte', 'latte-temporal', 'animatediff', 'ltx', 'ltx-keyframes', 'wan-5b', 'wan-clip'].map((name) =>
    join(PACKS, `tiny-${name}`),
  ),
  // In place of the fixtures of the same names.
  ...['tiny-wan', 'tiny-wan-i2v'].map((name) => shortPasses(name, join(shorter, name), 13)),
]
const packs = await Promise.all(PACK_PATHS.map((path) => readPack(path)))

/** What can be asked of a pack, and what a case asks. */
type Operation = 'text' | 'long' | 'picture' | Exclude<Change['operation'], 'image-to-video'> | 'extend back'

function operationsOf({ manifest }: PackFolder): Operation[] {
  const { textToVideo, imageToVideo, footage } = abilitiesOf(manifest)
  return [
    ...(textToVideo ? (['text'] as const) : []),
    ...(manifest.frames.max > 40 && (textToVideo || imageToVideo) ? (['long'] as const) : []),
    ...(imageToVideo || footage ? (['picture'] as const) : []),
    ...(footage ? (['extend', 'extend back', 'retake', 'bridge', 'inpaint', 'restyle'] as const) : []),
  ]
}

const kill = fc.record({
  victim: fc.constantFrom<'worker' | 'main'>('worker', 'main'),
  moment: fc.constantFrom('step', 'step', 'frame', 'end'),
  within: fc.double({ min: 0, max: 0.999, noNaN: true }),
  delayMs: fc.integer({ min: 0, max: 25 }),
})
const anyCase = fc
  .constantFrom(...packs.flatMap((pack) => operationsOf(pack).map((operation) => ({ pack, operation }))))
  .chain(({ pack, operation }) =>
    fc.record({
      pack: fc.constant(pack),
      operation: fc.constant(operation),
      seed: fc.integer({ min: 0, max: 99 }),
      kills: fc.array(kill, { minLength: 1, maxLength: 2 }),
    }),
  )
type Case = (typeof anyCase extends fc.Arbitrary<infer T> ? T : never) & { index: number }
const cases: Case[] = fc.sample(anyCase, { seed: SEED, numRuns: CASES }).map((one, index) => ({ ...one, index }))

function nameOf({ pack, operation, kills }: Case): string {
  const moments = kills.map(({ victim, moment }) => `${victim} at ${moment}`).join(', then ')
  return `${pack.manifest.id}, ${operation}: ${moments}`
}

const environment = {
  CORTADO_HOME: join(home.path, 'projects'),
  CORTADO_CONFIG: join(home.path, 'config'),
  CORTADO_PACKS: [shorter, PACKS].join(delimiter),
  // So that the windows of a step are shared, and killed with whoever has them.
  CORTADO_CPU_WORKERS: '2',
}
let studio: Studio
/** Kills that came before the end of a take. */
let felt = 0
let mask: string
let still: string

beforeAll(async () => {
  Object.assign(process.env, environment)
  studio = await openStudio({ runJobs: true })
  mask = await lavfiClip(join(home.path, 'mask.png'), 'color=white:s=16x16,pad=32:32:0:0:black', ['-frames:v', '1'])
  still = await lavfiClip(join(home.path, 'still.png'), 'testsrc=s=64x64', ['-frames:v', '1'])
})
afterAll(async () => {
  await studio.close()
  home[Symbol.dispose]()
})

/** A request for a take of this pack, made of the takes that are there. */
function requestOf({ pack, operation, seed }: Case): GenerateRequest {
  const { manifest } = pack
  const abilities = abilitiesOf(manifest)
  const size =
    manifest.size.min > 32 || manifest.size.min === manifest.size.max
      ? manifest.size.default
      : { width: 32, height: 32 }
  const common = { prompt: 'a blue ball', pack: manifest.id, device: 'cpu' as const, seed, steps: 4, guidance: 1.5 }
  const [take, next] = studio.project.current() === null ? [] : studio.library.takes().map(({ id }) => id)
  const made = { take: take ?? '', next: next ?? '' }
  const picture = { operation: 'image-to-video' as const, picture: { path: still } }
  switch (operation) {
    case 'text':
      return { ...common, size, frames: FRAMES, prompts: [{ at: 9, prompt: 'a red kite' }] }
    case 'long':
      return { ...common, size, frames: 40, match: 0.5, ...(abilities.textToVideo ? {} : { change: picture }) }
    case 'picture':
      return { ...common, size, frames: FRAMES, change: picture }
    case 'extend':
      return { ...common, change: { operation, take: made.take, frames: 8 } }
    case 'extend back':
      return { ...common, change: { operation: 'extend', take: made.take, frames: 9, direction: 'backwards' } }
    case 'retake':
      return { ...common, change: { operation, take: made.take, from: 5, to: 13 } }
    case 'bridge':
      return { ...common, change: { operation, ...made, frames: 8 } }
    case 'inpaint':
      return { ...common, change: { operation, take: made.take, mask: { path: mask } } }
    case 'restyle':
      return { ...common, change: { operation, take: made.take, strength: 0.6 } }
  }
}

/** Makes a take here; gives its master, and everything that its job said of itself. */
async function make(request: GenerateRequest): Promise<{ master: string; said: string[] }> {
  const listening = new AbortController()
  const said: string[] = []
  const heard = (async () => {
    for await (const event of studio.events(listening.signal)) {
      if (event.type === 'job' && event.job.stage !== said.at(-1)) said.push(event.job.stage)
    }
  })()
  const { jobs } = await studio.generation.start(Request.parse(request))
  const job = await studio.jobs.ended(jobs[0]?.id ?? '')
  listening.abort()
  await heard
  expect(job.error).toBeNull()
  return { master: studio.library.takes().find(({ id }) => id === job.result?.take)?.master ?? '', said }
}

/** Runs the whole program in a process of its own; null where it was killed. */
async function run(order: KillOrder): Promise<KillReport | null> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const signal = await new Promise<NodeJS.Signals | null>((done) => child.once('close', (_code, by) => done(by)))
  if (signal === 'SIGKILL') return null
  if (stdout === '') throw new Error(`the program ended: ${stderr}`)
  return JSON.parse(stdout) as KillReport
}

/** The place of a moment among what a job says of itself. */
function placeOf({ moment, within }: { moment: string; within: number }, said: readonly string[]): number {
  const of = { step: /step \d+ of/, frame: /^frame \d+ of/, end: /^proxy|^$|^reading/ }[moment] as RegExp
  const places = [...said.keys()].filter((place) => of.test(said[place] as string))
  return places[Math.floor(within * places.length)] as number
}

test.each(cases.map((one) => ({ ...one, name: nameOf(one) })))('$name', async (one) => {
  const project = join(home.path, `${one.index}.cortado`)
  await studio.project.create({ name: 'kill', path: project })
  const base = requestOf({ ...one, operation: abilitiesOf(one.pack.manifest).textToVideo ? 'text' : 'picture' })
  if (!['text', 'long', 'picture'].includes(one.operation)) {
    await make({ ...base, seed: 1, steps: 2 })
    if (one.operation === 'bridge') await make({ ...base, seed: 2, steps: 2 })
  }
  const request = requestOf(one)
  // The program would lock the project against the child.
  await studio.project.close()
  const killed = join(home.path, `${one.index}-killed.cortado`)
  cpSync(project, killed, { recursive: true })
  await studio.project.open(project)
  const { master, said } = await make(request)
  expect(sha256(readFileSync((await studio.media(master))?.path ?? ''))).toBe(master)

  let report: KillReport | null = null
  let asked = false
  for (const each of [...one.kills, undefined]) {
    if (report !== null) break
    report = await run({
      project: killed,
      ...(asked ? {} : { request }),
      ...(each && {
        kill: { victim: each.victim, at: placeOf(each, said), delayMs: each.delayMs },
      }),
    })
    asked = true
    if (report === null || (each?.victim === 'worker' && report.attempts > 1)) felt++
  }
  expect(report?.master).toBe(master)
})

test('the kills did not come too late', () => expect(felt).toBeGreaterThan(0))
