import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Sha256 } from '../../core/generation/recipe.ts'
import { Id } from '../../core/timeline/clip.ts'
import { CLI, runCli, startCli, temporaryHome } from '../support/cli.ts'

const PROMPT = 'a red ball bounces in a field by day'
const Take = z.object({
  id: Id,
  master: z.string(),
  sha256: Sha256,
  recipe: Sha256,
  seed: z.number(),
  frames: z.number(),
})
const FilmShot = z.object({ prompt: z.string(), take: Id, seed: z.number(), recipe: Sha256, master: Sha256 })

let home: ReturnType<typeof temporaryHome>
const run = (...args: string[]): ReturnType<typeof runCli> => runCli(args, home.path)
const project = (): string => join(home.path, 'Kite.cortado')
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

beforeAll(() => {
  home = temporaryHome()
})
afterAll(() => home[Symbol.dispose]())

test('--help names every command and the exit codes', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  for (const name of [
    'new',
    'generate',
    'film',
    'takes',
    'search',
    'bins',
    'media',
    'library',
    'project',
    'recover',
    'render',
    'packs',
    'devices',
    'jobs',
    'sequence',
    'serve',
    'doctor',
  ])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  expect(stdout).toContain('0 done, 1 failed, 2 usage')
  expect((await run()).code).toBe(2)
})

test('a project goes through new, generate, takes, film, render and jobs, with a JSON line as the last word of each', async () => {
  const made = await run('new', project(), '--json')
  expect(made).toMatchObject({ code: 0, last: { project: { name: 'Kite', path: project() } } })

  const generated = await run(
    'generate',
    PROMPT,
    '--project',
    project(),
    '--seed',
    '9',
    '--takes',
    '2',
    '--steps',
    '2',
    '--json',
  )
  expect(generated.code).toBe(0)
  const { takes } = z.object({ takes: z.array(Take).length(2) }).parse(generated.last)
  expect(takes.map((take) => [take.seed, take.frames])).toEqual([
    [9, 16],
    [10, 16],
  ])
  for (const take of takes) expect(sha256(take.master)).toBe(take.sha256)

  const listed = await run('takes', '--project', project(), '--json')
  expect(z.object({ takes: z.array(Take) }).parse(listed.last).takes).toEqual(takes)

  const out = join(home.path, 'film.mp4')
  const brief = `# one shot\n[2s] [seed 9] ${PROMPT}`
  const film = await run('film', '--brief', brief, '--project', project(), '--out', out, '--json')
  expect(film.code).toBe(0)
  const told = z.object({ film: z.string(), frames: z.number(), shots: z.array(FilmShot) }).parse(film.last)
  // The take of two steps has the same words and seed, but a film is made with the pack's own settings.
  expect(told.shots[0]?.master).not.toBe(takes[0]?.sha256)
  expect(told).toMatchObject({ film: out, frames: 48, shots: [{ prompt: PROMPT, seed: 9 }] })
  expect(existsSync(out)).toBe(true)

  const again = join(home.path, 'again.mov')
  const rendered = await run('render', '--project', project(), '--preset', 'prores', '--out', again, '--json')
  expect(rendered).toMatchObject({ code: 0, last: { film: again, frames: 48 } })

  const queue = await run('jobs', '--project', project(), '--json')
  const { jobs } = z.object({ jobs: z.array(z.object({ state: z.string() })) }).parse(queue.last)
  expect(jobs.map((job) => job.state)).toEqual(['done', 'done', 'done', 'done', 'done'])
  expect((await run('jobs', 'run', '--project', project(), '--json')).last).toEqual({ jobs: [] })
})

test('packs, devices and doctor tell what is here, and doctor really opens a session', async () => {
  const packs = await run('packs', '--json')
  const Packs = z.object({ packs: z.array(z.object({ id: z.string(), problem: z.null(), refiner: z.unknown() })) })
  const listed = Packs.parse(packs.last).packs
  expect(listed.filter(({ refiner }) => refiner === null).map(({ id }) => id)).toEqual(['cortado-mini'])
  expect(listed.filter(({ refiner }) => refiner !== null).map(({ id }) => id)).toEqual([
    'cortado-mini-large',
    'cortado-mini-smooth',
    'esrgan-medium-2x',
    'esrgan-medium-4x',
  ])
  const licence = await run('packs', 'licence', 'esrgan-medium-2x')
  expect(licence.stdout).toContain('Permission is hereby granted')
  const verified = await run('packs', 'verify', 'cortado-mini', '--json')
  expect(verified).toMatchObject({ code: 0, last: { id: 'cortado-mini', ok: true } })
  const Device = z.object({ provider: z.string(), available: z.boolean(), reason: z.string() })
  const { devices } = z.object({ devices: z.array(Device) }).parse((await run('devices', '--json')).last)
  expect(devices[0]).toEqual(expect.objectContaining({ provider: 'cpu', available: true }))
  expect(devices.map(({ provider }) => provider)).toContain('webgpu')
  for (const { available, reason } of devices) expect(reason === '').toBe(available)
  const Check = z.object({ name: z.string(), state: z.string(), detail: z.string(), advice: z.string() })
  const doctor = await run('doctor', '--json')
  expect(doctor.code).toBe(0)
  const { checks } = z.object({ checks: z.array(Check) }).parse(doctor.last)
  expect(checks.map((check) => check.name)).toEqual(
    expect.arrayContaining(['Versions', 'ffmpeg', 'Device cpu', 'Pack cortado-mini', 'Disk']),
  )
  expect(checks.find((check) => check.name === 'Device cpu')?.detail).toContain('a session opens')
  for (const check of checks) if (check.state !== 'fine') expect(check.advice).toMatch(/\w{3}.*\.$/)
})

test('a device is asked for by name, workers share the processor, and each refusal says why', async () => {
  const away = process.platform === 'darwin' ? 'dml' : 'coreml'
  const refused = await run('generate', 'a red ball', '--device', away, '--plan')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('DEVICE_UNAVAILABLE') as string })
  const mistyped = await run('generate', 'a red ball', '--device', 'gpu', '--plan')
  expect(mistyped).toMatchObject({ code: 2, stderr: expect.stringContaining('cuda:1') as string })
  const two = await run('devices', 'workers', '2', '--json')
  const Devices = z.object({ devices: z.array(z.object({ id: z.string(), available: z.boolean() })) })
  const ids = Devices.parse(two.last).devices.map(({ id }) => id)
  expect(ids.slice(0, 2)).toEqual(['cpu:0', 'cpu:1'])
  const third = await run('generate', 'a red ball', '--device', 'cpu:2', '--plan')
  expect(third).toMatchObject({ code: 1, stderr: expect.stringContaining('cpu:0, cpu:1') as string })
  const overruled = await run('devices', 'use', 'cortado-mini', 'webgpu', '--json')
  expect(overruled).toMatchObject({ code: 0, last: { checks: [] } })
  expect((await run('devices', 'check', 'nothing')).code).toBe(2)
  expect((await run('devices', 'workers', '1')).code).toBe(0)
})

test('doctor fails where something is in trouble, and says what to do about it', async () => {
  const env = { PATH: join(home.path, 'nowhere'), FFMPEG_BIN: '', CORTADO_FFMPEG: '' }
  const { code, stdout } = await runCli(['doctor'], home.path, env)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^trouble +ffmpeg: none was found\n +.*Install it with/m)
})

test('serve --json tells its address and ends well with Ctrl-C', async () => {
  const child = startCli(['serve', '--json', '--project', project()], home.path)
  let stdout = ''
  const line = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('\n')) resolve()
    })
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await Promise.race([line, ended])
  const { origin, bearer } = z.object({ origin: z.string(), bearer: z.string() }).parse(JSON.parse(stdout))
  const open = await fetch(`${origin}/api/project`, { headers: { authorization: `Bearer ${bearer}` } })
  expect(await open.json()).toMatchObject({ project: { path: project() } })
  child.kill('SIGINT')
  expect(await ended).toBe(0)
})

const SCRIPT = '/usr/bin/script'
test.skipIf(!existsSync(SCRIPT))(
  'on a terminal a bar shows how far a take is and how long it will take',
  () => {
    const args = ['generate', PROMPT, '--project', project(), '--seed', '77', '--steps', '3']
    const command = [process.execPath, CLI, ...args].map((part) => `'${part}'`).join(' ')
    const env = { ...process.env, CORTADO_HOME: join(home.path, 'projects'), CORTADO_CONFIG: join(home.path, 'config') }
    const { stdout, status } = spawnSync(SCRIPT, ['-qefc', command, '/dev/null'], {
      env,
      encoding: 'utf8',
      timeout: 100_000,
    })
    expect(status).toBe(0)
    expect(stdout).toMatch(/\[#+-+\] \d+ % {2}step 2 of 3 {2}\d+ s left/)
  },
  120_000,
)
