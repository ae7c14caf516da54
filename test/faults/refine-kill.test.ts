import { execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli, startCli, temporaryHome } from '../support/cli.ts'
import { PACKS } from '../unit/inference/tiny.ts'
import { REFINERS } from '../unit/inference/refine/refiners.ts'

interface TakeRow {
  id: string
  shot: string
  sha256: string
  recipe: string
  frames: number
  size: { width: number; height: number }
  rate: { num: number; den: number }
  parent: string | null
}

const env = { CORTADO_PACKS: [PACKS, REFINERS].join(delimiter) }
const GENERATE = ['generate', 'a red ball', '--pack', 'tiny-latte', '--seed', '5', '--steps', '4', '--frames', '16']
const REFINE = ['--upscale', 'tiny-realesrgan-4x', '--fps', '24', '--interpolator', 'tiny-rife-seven', '--json']
const SLOW = 240_000

let home: ReturnType<typeof temporaryHome>
let undisturbed: TakeRow

const project = (name: string): string => join(home.path, name)
const takesOf = async (name: string): Promise<TakeRow[]> =>
  ((await runCli(['takes', '--project', project(name), '--json'], home.path, env)).last as { takes: TakeRow[] }).takes

/** A project with one generated take; gives that take's id. */
async function generated(name: string): Promise<string> {
  const result = await runCli([...GENERATE, '--project', project(name), '--json'], home.path, env)
  expect(result.code, result.stderr).toBe(0)
  return (result.last as { takes: TakeRow[] }).takes[0]?.id ?? ''
}

/** Starts the refinement and resolves once its job is well under way. */
async function underWay(name: string, take: string): Promise<ChildProcess> {
  const child = startCli(['refine', take, '--project', project(name), ...REFINE], home.path, env)
  let pending = ''
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    pending += String(chunk)
    const lines = pending.split('\n')
    pending = lines.pop() ?? ''
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    if (events.some((event) => event['kind'] === 'refine' && Number(event['progress']) > 0.2)) return child
  }
  throw new Error('the process ended before the job was under way')
}

beforeAll(async () => {
  home = temporaryHome()
  const result = await runCli([...GENERATE, '--project', project('chain'), ...REFINE], home.path, env)
  expect(result.code, result.stderr).toBe(0)
  const { takes } = result.last as { takes: TakeRow[] }
  undisturbed = takes.at(-1) as TakeRow
}, SLOW)
afterAll(() => home[Symbol.dispose]())

describe('generated, upscaled and interpolated in one go', () => {
  test('gives a second take beside the first, larger and with more frames', async () => {
    const [first, second] = await takesOf('chain')
    expect(first?.parent).toBeNull()
    expect(second).toMatchObject({ parent: first?.id, shot: first?.shot, frames: 48, rate: { num: 24, den: 1 } })
    expect(second?.size).toEqual({ width: (first?.size.width ?? 0) * 4, height: (first?.size.height ?? 0) * 4 })
    expect(second?.sha256).toBe(undisturbed.sha256)
  })

  test('the master is named by its bytes', () => {
    const path = join(project('chain'), 'media', undisturbed.sha256.slice(0, 2), undisturbed.sha256.slice(2))
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(undisturbed.sha256)
  })

  test(
    'refining the take later gives the same recipe and the same bytes',
    async () => {
      const take = await generated('later')
      const again = await runCli(['refine', take, '--project', project('later'), ...REFINE], home.path, env)
      expect((again.last as { takes: TakeRow[] }).takes[0]).toMatchObject({
        recipe: undisturbed.recipe,
        sha256: undisturbed.sha256,
      })
    },
    SLOW,
  )
})

describe('kill -9 in mid-refinement', () => {
  test(
    'of the worker: the job goes on by itself to the same bytes',
    async () => {
      const take = await generated('worker-killed')
      const child = await underWay('worker-killed', take)
      const pids = execFileSync('pgrep', ['-P', String(child.pid), '-f', 'inference/worker'], { encoding: 'utf8' })
      for (const pid of pids.trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
      child.stdout?.resume()
      expect(await new Promise((done) => child.once('close', done))).toBe(0)
      expect((await takesOf('worker-killed')).map((row) => row.sha256)).toContain(undisturbed.sha256)
    },
    SLOW,
  )

  test(
    'of main: the next run goes on to the same bytes, and makes one take',
    async () => {
      const take = await generated('main-killed')
      const child = await underWay('main-killed', take)
      await new Promise((done) => {
        child.once('exit', done)
        child.kill('SIGKILL')
      })
      expect(await takesOf('main-killed')).toHaveLength(1)
      const run = await runCli(['jobs', 'run', '--project', project('main-killed'), '--json'], home.path, env)
      expect(run.code, run.stderr).toBe(0)
      const takes = await takesOf('main-killed')
      expect(takes).toHaveLength(2)
      expect(takes[1]).toMatchObject({ parent: take, sha256: undisturbed.sha256 })
    },
    SLOW,
  )
})

describe('asked wrongly', () => {
  test.each([
    [['refine'], 'USAGE'],
    [['refine', 'nosuchtake00', '--upscale', '2'], 'USAGE'],
    [['refine', 'nosuchtake00', '--upscale', '2', '--project', 'chain'], 'NOT_FOUND'],
    [['refine', 'nosuchtake00', '--project', 'chain'], 'USAGE'],
    [['refine', 'nosuchtake00', '--project', 'chain', '--upscale', '1'], 'USAGE'],
    [['refine', 'nosuchtake00', '--project', 'chain', '--fps', 'fast'], 'USAGE'],
    [['refine', 'nosuchtake00', '--project', 'chain', '--interpolator', 'tiny-middle'], 'USAGE'],
  ] as const)('%j fails with %s', async (args, code) => {
    const placed = args.map((arg) => (arg === 'chain' ? project('chain') : arg))
    const result = await runCli([...placed, '--json'], home.path, env)
    expect(result.last).toMatchObject({ error: { code } })
    expect(result.code).toBe(code === 'USAGE' ? 2 : 1)
  })
})
