import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { GenerationPlan } from '../../core/generation/request.ts'
import { runCli, temporaryHome } from '../support/cli.ts'

const home = temporaryHome()
afterAll(() => home[Symbol.dispose]())

const env = { CORTADO_PACKS: join(import.meta.dirname, '../fixtures/packs') }
const words = ['generate', 'a red ball', '--pack', 'tiny-ltx', '--size', '256x256', '--steps', '2', '--seed', '7']

test('--plan tells peak, seconds and savings before anything is made', async () => {
  const roomy = await runCli([...words, '--plan', '--json'], home.path, env)
  expect(roomy.last).toMatchObject({ plan: { fits: true, seconds: null, thrift: [] } })
  const { plan } = (await runCli([...words, '--plan', '--memory', '1MB', '--json'], home.path, env)).last as {
    plan: GenerationPlan
  }
  expect(plan.fits).toBe(false)
  expect(plan.thrift.join(' ')).toContain('overlapping tiles of 128 pixels')
  const { stdout } = await runCli([...words, '--plan', '--memory', '1MB'], home.path, env)
  expect(stdout).toContain('peak 0.')
  expect(stdout).toContain('  the text encoder is closed once the prompt is read')
})

test('an amount that cannot be read is told', async () => {
  const { code, stderr } = await runCli([...words, '--memory', 'lots'], home.path, env)
  expect(code).toBe(2)
  expect(stderr).toContain('--memory takes an amount such as 300MB')
})

test('a take that had to be decoded in tiles has a recipe of its own', async () => {
  const recipes = await Promise.all(
    [['--memory', '1MB'], []].map(async (memory, index) => {
      const project = join(home.path, `project-${index}`)
      const made = await runCli([...words, ...memory, '--project', project, '--json'], home.path, env)
      expect(made.code).toBe(0)
      return (made.last as { takes: { recipe: string }[] }).takes[0]?.recipe
    }),
  )
  // The seed is the same, and so is all that was asked for.
  expect(recipes[0]).not.toBe(recipes[1])
  const again = await runCli([...words, '--project', join(home.path, 'project-2'), '--json'], home.path, env)
  expect((again.last as { takes: { recipe: string }[] }).takes[0]?.recipe).toBe(recipes[1])
})
