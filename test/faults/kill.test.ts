import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childrenOf } from '../support/children.ts'
import { runCli, startCli, temporaryHome } from '../support/cli.ts'

const BRIEF = '[seed 5] a red ball bounces in a field by day\n[seed 6] a blue box moves right in the snow by night'

interface Film {
  film: string
  frames: number
  shots: { recipe: string; master: string; seed: number }[]
}

let home: ReturnType<typeof temporaryHome>
let undisturbed: { film: Film; sha256: string }

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const filmArgs = (name: string): string[] => [
  'film',
  '--brief',
  BRIEF,
  '--project',
  join(home.path, name),
  '--out',
  join(home.path, `${name}.mp4`),
  '--json',
]

/** Reads JSON events until one fits; rejects when the process ends first. */
async function untilEvent(child: ChildProcess, fits: (event: Record<string, unknown>) => boolean): Promise<void> {
  let pending = ''
  // Leaving the loop must not close the pipe: the process still writes to it.
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    pending += String(chunk)
    const lines = pending.split('\n')
    pending = lines.pop() ?? ''
    if (lines.some((line) => fits(JSON.parse(line) as Record<string, unknown>))) return
  }
  throw new Error('the process ended before that event')
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done())
    child.kill('SIGKILL')
  })

const midway = (kind: string) => (event: Record<string, unknown>) =>
  event['event'] === 'job' &&
  event['kind'] === kind &&
  Number(event['progress']) > 0.3 &&
  Number(event['progress']) < 0.9

beforeAll(async () => {
  home = temporaryHome()
  mkdirSync(home.path, { recursive: true })
  const result = await runCli(filmArgs('undisturbed'), home.path)
  expect(result.stderr).toBe('')
  const film = result.last as Film
  undisturbed = { film, sha256: sha256(film.film) }
})
afterAll(() => home[Symbol.dispose]())

describe('the same brief and seeds', () => {
  test('give the same masters and the same film again', async () => {
    const again = (await runCli(filmArgs('again'), home.path)).last as Film
    expect(again.shots.map((shot) => [shot.recipe, shot.master])).toEqual(
      undisturbed.film.shots.map((shot) => [shot.recipe, shot.master]),
    )
    expect(sha256(again.film)).toBe(undisturbed.sha256)
  })
})

describe('kill -9', () => {
  test('of the inference worker: the job goes on from its checkpoint to the same bytes', async () => {
    const child = startCli(filmArgs('worker-killed'), home.path)
    let stdout = ''
    await untilEvent(child, midway('generate'))
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    const workers = childrenOf(child.pid ?? 0, 'inference/worker')
    expect(workers).toHaveLength(1)
    for (const pid of workers) process.kill(pid, 'SIGKILL')
    expect(await new Promise((done) => child.once('close', done))).toBe(0)
    const film = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Film
    expect(film.shots.map((shot) => shot.master)).toEqual(undisturbed.film.shots.map((shot) => shot.master))
  })

  test('of main in mid-generation: the next run resumes to the same bytes', async () => {
    const child = startCli(filmArgs('main-killed'), home.path)
    await untilEvent(child, midway('generate'))
    await killed(child)
    const checkpoints = join(home.path, 'main-killed', 'checkpoints')
    expect(readdirSync(checkpoints, { recursive: true }).length).toBeGreaterThan(0)
    const film = (await runCli(filmArgs('main-killed'), home.path)).last as Film
    expect(film.shots.map((shot) => shot.master)).toEqual(undisturbed.film.shots.map((shot) => shot.master))
    expect(sha256(film.film)).toBe(undisturbed.sha256)
  })

  test('of main in mid-render: no film until it is whole; the job goes on to the same bytes', async () => {
    const name = 'render-killed'
    const child = startCli(filmArgs(name), home.path)
    await untilEvent(child, midway('render'))
    await killed(child)
    const out = join(home.path, `${name}.mp4`)
    expect(existsSync(out)).toBe(false)
    const { code, last } = await runCli(['jobs', 'run', '--project', join(home.path, name), '--json'], home.path)
    expect(code).toBe(0)
    expect(last).toMatchObject({ jobs: [{ state: 'done', attempts: 2, payload: { kind: 'render' } }] })
    expect(sha256(out)).toBe(undisturbed.sha256)
    expect(readdirSync(home.path).filter((file) => file.endsWith('.tmp'))).toEqual([])
  })
})
