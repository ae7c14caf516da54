import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Job } from '../../core/generation/job.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { openLibrary } from '../../main/library/index.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { runCli, temporaryHome } from '../support/cli.ts'

const Takes = z.object({
  takes: z.array(
    z.object({
      id: z.string(),
      shot: z.string(),
      master: z.string(),
      parent: z.string().nullable(),
      frames: z.number(),
      seed: z.number(),
    }),
  ),
})
const PATIENCE = 480_000
const FEW = ['--steps', '2', '--json']

let home: ReturnType<typeof temporaryHome>
let first: z.infer<typeof Takes>['takes'][number]
const project = (): string => join(home.path, 'Change.cortado')
const run = (...args: string[]): ReturnType<typeof runCli> => runCli([...args, '--project', project()], home.path)

async function make(...args: string[]): Promise<z.infer<typeof Takes>['takes']> {
  const { code, last, stderr } = await run('generate', ...args, ...FEW)
  expect(code, stderr).toBe(0)
  return Takes.parse(last).takes
}

const GenerateJob = Job.extend({ payload: z.object({ recipe: z.record(z.string(), z.unknown()) }) })
const Jobs = z.object({ jobs: z.array(GenerateJob) })

async function recipeOf(take: string): Promise<Recipe> {
  const library = await openLibrary(project())
  try {
    return library.takes.get(take).recipe
  } finally {
    library.close()
  }
}

/** A job that nothing runs, as a studio leaves it that is closed before its turn. */
async function waitingJob(): Promise<string> {
  const library = await openLibrary(project())
  try {
    return library.jobs.add({ kind: 'generate', shot: first.shot, recipe: library.takes.get(first.id).recipe }).id
  } finally {
    library.close()
  }
}

beforeAll(async () => {
  home = temporaryHome()
  const [take] = await make('a red ball bounces in a field by day', '--seed', '5')
  first = take as typeof first
}, PATIENCE)
afterAll(() => home[Symbol.dispose]())

test(
  'retake, extend, restyle and inpaint make takes of the same shot that know where they come from',
  async () => {
    const mask = join(home.path, 'mask.png')
    execFileSync((await findFfmpeg()).path, [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'color=white:s=64x64,pad=128:64',
      '-frames:v',
      '1',
      mask,
    ])
    const cases = [
      { args: ['--op', 'retake', '--frames', '6-9'], frames: 16 },
      { args: ['--op', 'extend', '--frames', '4'], frames: 20 },
      { args: ['--op', 'restyle', '--strength', '0.5', 'a red ball bounces in a desert by day'], frames: 16 },
      { args: ['--op', 'inpaint', '--mask', mask], frames: 16 },
    ]
    for (const { args, frames } of cases) {
      const [take] = await make(...args, '--take', first.id)
      expect(take, args.join(' ')).toMatchObject({ frames, shot: first.shot, parent: first.id })
    }
  },
  PATIENCE,
)

test(
  'a bridge, a picture, the settings of another take, and a grid',
  async () => {
    const [bridge] = await make('--op', 'bridge', '--take', first.id, '--to', first.id, '--frames', '4')
    expect(bridge?.shot).not.toBe(first.shot)
    const picture = join(home.path, 'picture.png')
    execFileSync((await findFfmpeg()).path, ['-v', 'error', '-i', first.master, '-frames:v', '1', picture])
    const [moved] = await make('--image', picture, 'a red ball bounces in a field by day')
    expect(moved).toMatchObject({ frames: 16, parent: null })
    const [like] = await make('--like', first.id, '--seed', '6')
    expect(like).toMatchObject({ seed: 6, parent: first.id })
    const cells = await make('a blue box', '--seed', '9', '--grid', 'guidance=1,2', '--grid', 'seed=3,4')
    expect(cells.map(({ seed }) => seed)).toEqual([3, 3, 4, 4])
  },
  PATIENCE,
)

test(
  'what is wrong is told with a way out, and nothing is queued',
  async () => {
    const cases = [
      { args: ['--op', 'retake', '--take', first.id], code: 2, told: /--frames/ },
      { args: ['--op', 'retake', '--take', first.id, '--frames', '30-40'], code: 2, told: /frames 0 to 16/ },
      { args: ['--op', 'retake', '--take', '0'.repeat(20), '--frames', '1-2'], code: 1, told: /not in this project/ },
      { args: ['--op', 'melt', '--take', first.id], code: 2, told: /--op takes one of/ },
      { args: ['--image', join(home.path, 'nowhere.png'), 'a ball'], code: 1, told: /nowhere\.png/ },
      { args: ['a ball', '--grid', 'colour=red'], code: 2, told: /--grid takes one of/ },
    ]
    const before = await run('takes', '--json')
    for (const { args, code, told } of cases) {
      const result = await run('generate', ...args)
      expect(result.stderr, args.join(' ')).toMatch(told)
      expect(result.code, args.join(' ')).toBe(code)
    }
    expect((await run('takes', '--json')).last).toEqual(before.last)
    expect((await run('jobs', '--json')).stdout).not.toMatch(/"state":"(waiting|failed)"/)
  },
  PATIENCE,
)

test(
  'a bridge between frames that are named, a frame of a take, masks of each frame, and words for the film',
  async () => {
    const cut = ['--leave', '10', '--enter', '6']
    const [bridge] = await make('--op', 'bridge', '--take', first.id, '--to', first.id, '--frames', '4', ...cut)
    const { footage } = (await recipeOf(bridge?.id ?? '')).given ?? {}
    const [from, to] = footage ?? []
    expect([(from?.from ?? 0) + (from?.count ?? 0), to?.from]).toEqual([10, 6])

    const [begun] = await make('--op', 'image', '--take', first.id, '--frame', '3', '--at', '2', 'a red ball')
    expect((await recipeOf(begun?.id ?? '')).keyframes).toMatchObject([{ at: 2, strength: 1 }])
    expect(begun?.parent).toBe(first.id)

    const folder = join(home.path, 'masks')
    mkdirSync(folder)
    const ffmpeg = (await findFfmpeg()).path
    const white = ['-f', 'lavfi', '-i', 'color=white:s=128x64,pad=128:128', '-frames:v', '16']
    execFileSync(ffmpeg, ['-v', 'error', ...white, join(folder, 'mask-%d.png')])
    const [masked] = await make('--op', 'inpaint', '--take', first.id, '--mask', folder)
    expect((await recipeOf(masked?.id ?? '')).given?.region?.frames).toBe(16)
    const two = ['--mask', join(folder, 'mask-1.png'), '--mask', join(folder, 'mask-2.png')]
    const [held] = await make('--op', 'inpaint', '--take', first.id, ...two)
    expect((await recipeOf(held?.id ?? '')).given?.region?.frames).toBe(2)

    await make('--op', 'retake', '--take', first.id, '--frames', '2-5', '--film', 'show')
    const { jobs } = Jobs.parse((await run('jobs', '--json')).last)
    expect(jobs.find(({ followUp }) => followUp !== undefined)?.followUp).toMatchObject({ state: 'done', note: null })
  },
  PATIENCE,
)

test(
  'a job that waits is given other settings; one that is done, or settings without "edit", are refused',
  async () => {
    const id = await waitingJob()
    const edited = await run('jobs', 'edit', id, '--steps', '1', '--seed', '77', '--prompt', 'a blue box', '--json')
    expect(edited).toMatchObject({ code: 0 })
    expect(Jobs.parse(edited.last).jobs[0]).toMatchObject({
      state: 'waiting',
      payload: { recipe: { steps: 1, seed: 77, prompt: 'a blue box', guidance: expect.any(Number) } },
    })
    const again = await run('jobs', 'edit', id, '--guidance', '2.5', '--json')
    expect(Jobs.parse(again.last).jobs[0]?.payload.recipe).toMatchObject({
      guidance: 2.5,
      steps: 1,
      prompt: 'a blue box',
    })

    const cases = [
      { args: ['edit', id, '--frames', '90000'], code: 2, told: /90000/ },
      { args: ['edit', id], code: 2, told: /Say what to change/ },
      { args: ['edit', id, '--steps', 'many'], code: 2, told: /--steps takes a whole number/ },
      { args: ['edit', id, '--prompt', ' '], code: 2, told: /"change\.prompt"/ },
      { args: ['list', '--steps', '3'], code: 2, told: /belongs to "jobs edit ID"/ },
      { args: ['edit'], code: 2, told: /Say which job|Say what/ },
    ]
    for (const { args, code, told } of cases) {
      const result = await run('jobs', ...args)
      expect(result.stderr, args.join(' ')).toMatch(told)
      expect(result.code, args.join(' ')).toBe(code)
    }
    const ran = await run('jobs', 'run', '--json')
    expect(Jobs.parse(ran.last).jobs).toMatchObject([{ id, state: 'done' }])
    const { takes } = Takes.parse((await run('takes', '--json')).last)
    expect(takes.at(-1)).toMatchObject({ seed: 77 })
    const late = await run('jobs', 'edit', id, '--steps', '3')
    expect(late.stderr).toMatch(/JOB_STATE: .*done/)
  },
  PATIENCE,
)
