import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createInference, forkWorker, type SpawnWorker } from '../../../../main/inference/index.ts'
import { Claims } from '../../../../main/inference/memory/claims.ts'
import { findFfmpeg } from '../../../../main/media/index.ts'
import { PACKS, temporaryFolder, TINY, tiny, tinyRecipe } from '../tiny.ts'

test('what others have yet to take counts, what they hold already does not', () => {
  const claims = new Claims()
  const held: Record<string, number> = { 'cpu:0': 3e9, 'cpu:1': 1e9 }
  const holding = (device: string): number => held[device] ?? 0
  claims.claim('cpu:0', 2e9)
  claims.claim('cpu:1', 2e9)
  claims.claim('cuda:0', 4e9)
  expect(claims.ofOthers('cpu:2', holding)).toBe(5e9)
  expect(claims.ofOthers('cuda:0', holding)).toBe(1e9)
  claims.claim('cuda:0', 1e9)
  claims.release('cpu:1')
  expect(claims.has('cpu:1')).toBe(false)
  expect(claims.ofOthers('cpu:1', holding)).toBe(1e9)
})

test('of two CPU workers, each plans without the memory that the other will take', async () => {
  using folder = temporaryFolder()
  const begun = Promise.withResolvers<void>()
  const spawn: SpawnWorker = (env) => {
    begun.resolve()
    return forkWorker(env)
  }
  const studio = createInference({ packFolders: [PACKS], dataFolder: folder.path, cpuWorkers: 2, spawn })
  onTestFinished(() => studio.close())
  const { path: ffmpegPath } = await findFfmpeg()
  const recipe = tinyRecipe({ steps: 40 })
  const plan = () => studio.plan(recipe, tiny.manifest)
  const alone = await plan()
  expect(alone.claimedBytes).toBe(0)
  expect(alone.summary).not.toContain('beside it')

  const make = (device: 'cpu:0' | 'cpu:1') => {
    const paths = { checkpointFolder: join(folder.path, device), output: join(folder.path, `${device}.mkv`) }
    return studio.generate({ recipe, packPath: TINY, ffmpegPath, device, ...paths })
  }
  const first = make('cpu:0')
  // A worker that has just been started holds next to nothing of what its job will take.
  await begun.promise
  const beside = await plan()
  expect(beside.claimedBytes).toBeGreaterThan(0)
  expect(beside.claimedBytes).toBeLessThanOrEqual(alone.peakBytes)
  expect(beside.summary).toMatch(/\d GB is kept for what runs beside it/)
  await Promise.all([first, make('cpu:1')])
  expect((await plan()).claimedBytes).toBe(0)
})
