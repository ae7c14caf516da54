import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readGraph } from '../../main/inference/packs/scan/read-graph.ts'
import { runCli, temporaryHome } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { changeManifest, DECODER, rewritten } from '../unit/inference/packs/rewritten.ts'
import { copyOfTiny, TINY } from '../unit/inference/tiny.ts'

let home: ReturnType<typeof temporaryHome>
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => home[Symbol.dispose]())

const PROJECT = ['--project']
const project = (): string => join(home.path, 'film')
const generate = (packs: string): Promise<CliResult> =>
  runCli(
    ['generate', 'a red ball', '--pack', 'tiny-latte', '--seed', '5', '--steps', '2', ...PROJECT, project(), '--json'],
    home.path,
    { CORTADO_PACKS: packs },
  )

/** Where the bytes of the decoder's last weights are: the scale and the shift of its three colours. */
async function lastWeights(): Promise<{ scale: { at: number; length: number }; shift: number }> {
  const { tensors } = await readGraph(join(TINY, DECODER), DECODER)
  const find = (test: (dims: number[]) => boolean) =>
    tensors.filter(({ type, dims, name }) => type === 1 && /conv_out/.test(name) && test(dims)).at(-1)?.inside
  const scale = find((dims) => dims.length === 4)
  const shift = find((dims) => dims.length === 1)
  if (!scale || !shift) throw new Error('the decoder of the tiny pack has no such weights')
  return { scale, shift: shift.at }
}

describe('a take whose frames come out broken', () => {
  test.each([
    ['as no numbers', Number.NaN, /no numbers \(NaN\).*latents are kept/],
    ['all black', -1000, /came out black.*latents are kept/],
  ])(
    '%s is a failed job that keeps its latents, and goes on from them',
    { timeout: 120_000 },
    async (_name, level, words) => {
      const packs = join(home.path, 'packs')
      mkdirSync(packs)
      const { scale, shift } = await lastWeights()
      rewritten(packs, DECODER, (whole) => {
        whole.fill(0, scale.at, scale.at + scale.length)
        for (let colour = 0; colour < 3; colour++) whole.writeFloatLE(level, shift + 4 * colour)
        return whole
      })
      const failed = await generate(packs)
      expect(failed.code).toBe(1)
      expect(failed.stderr).toMatch(/^FRAMES_BROKEN: /m)
      expect(failed.stderr).toMatch(words)
      const checkpoints = join(project(), 'checkpoints')
      const [job = ''] = readdirSync(checkpoints)
      expect(readdirSync(join(checkpoints, job))).toContain('step.1.ckpt')

      const jobs = await runCli(['jobs', ...PROJECT, project(), '--json'], home.path)
      expect(jobs.last).toMatchObject({
        jobs: [{ id: job, state: 'failed', resumable: true, error: { code: 'FRAMES_BROKEN' } }],
      })
      const takes = await runCli(['takes', ...PROJECT, project(), '--json'], home.path)
      expect(takes.last).toMatchObject({ takes: [] })
      const env = { CORTADO_PACKS: packs }
      await runCli(['jobs', 'retry', job, ...PROJECT, project(), '--json'], home.path, env)
      const again = await runCli(['jobs', 'run', ...PROJECT, project(), '--json'], home.path, env)
      expect(`${again.stderr}${again.stdout}`).toContain('FRAMES_BROKEN')
      expect(existsSync(join(checkpoints, job, 'step.1.ckpt'))).toBe(true)
    },
  )
})

describe('packs from the command line', () => {
  test('a pack that fails its own test stays, and is marked', { timeout: 60_000 }, async () => {
    const source = copyOfTiny(home.path)
    changeManifest(source, (manifest) => {
      manifest.latents.scale *= 1.5
    })
    const added = await runCli(['packs', 'add', source, '--json'], home.path)
    expect(added.code, added.stderr).toBe(0)
    expect(added.last).toMatchObject({ id: 'tiny-latte', checks: [{ device: 'cpu:0', state: 'wrong' }] })
    const info = await runCli(['packs', 'info', 'tiny-latte'], home.path)
    expect(info.stdout).toMatch(/self-test on cpu:0: FAILED.*frames off by/)
  })

  test('is not removed while a job waits for it, whatever project that is in', { timeout: 60_000 }, async () => {
    const added = await runCli(['packs', 'add', TINY, '--skip-test', '--json'], home.path)
    expect(added.last).toMatchObject({ id: 'tiny-latte', checks: [] })
    const generated = await runCli(
      [
        'generate',
        'a red ball',
        '--pack',
        'tiny-latte',
        '--seed',
        '5',
        '--steps',
        '2',
        ...PROJECT,
        project(),
        '--json',
      ],
      home.path,
    )
    expect(generated.code, generated.stderr).toBe(0)
    const { default: Database } = await import('better-sqlite3')
    const db = new Database(join(project(), 'library.sqlite'))
    db.prepare(`UPDATE job SET state = 'waiting', ended_at = NULL`).run()
    db.close()
    const refused = await runCli(['packs', 'remove', 'tiny-latte', '--yes', '--json'], home.path)
    expect(refused.code).toBe(1)
    expect(refused.last).toMatchObject({ error: { code: 'PACK_IN_USE' } })
    const cancelled = new Database(join(project(), 'library.sqlite'))
    cancelled.prepare(`UPDATE job SET state = 'cancelled'`).run()
    cancelled.close()
    const removed = await runCli(['packs', 'remove', 'tiny-latte', '--yes', '--json'], home.path)
    expect(removed.last).toEqual({ id: 'tiny-latte', what: 'copy' })
  })

  test('the pack that comes with the program is not removed', async () => {
    const refused = await runCli(['packs', 'remove', 'cortado-mini', '--yes', '--json'], home.path)
    expect(refused.code).toBe(2)
    expect(refused.last).toMatchObject({ error: { code: 'INVALID_INPUT' } })
  })
})
