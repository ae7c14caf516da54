import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
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
