import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Job } from '../../core/generation/job.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { createInference } from '../../main/inference/index.ts'
import { createQueue } from '../../main/jobs/index.ts'
import { generateRunner } from '../../main/studio/generate-runner.ts'
import { refineRunner } from '../../main/studio/refine-runner.ts'
import { createMediaSounds } from '../../main/studio/media-sounds.ts'
import { renderRunner } from '../../main/studio/render-runner.ts'
import { trialOf } from '../../main/studio/try-device.ts'
import { useSoftwareGpu } from '../support/software-gpu.ts'
import { copyOfTiny, temporaryFolder } from '../unit/inference/tiny.ts'
import { newLibrary } from '../unit/library/sample.ts'

const missing = useSoftwareGpu()

test.skipIf(missing !== '')(
  `a job tries the device first, where all can see it and stop it, and goes on where that says${missing && ` (skipped: ${missing})`}`,
  async () => {
    using data = temporaryFolder()
    copyOfTiny(join(data.path, 'packs'), (manifest) => delete manifest.golden)
    const inference = createInference({ packFolders: [], dataFolder: data.path })
    onTestFinished(() => inference.close())
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a red kite' }).id
    const log: Job[] = []
    const seen = Promise.withResolvers<void>()
    const queue = createQueue({
      library,
      emit: (event) => {
        if (event.type !== 'job') return
        log.push(event.job)
        if (event.job.stage.startsWith('checking the device')) seen.resolve()
      },
      runners: {
        generate: generateRunner(library, inference, () => undefined),
        refine: refineRunner(library, inference, () => undefined),
        render: renderRunner(library, createMediaSounds(library, { background: false, onMade: () => undefined })),
      },
    })
    onTestFinished(() => queue.close())

    const pack = await inference.packs.get('tiny-latte')
    const { untried, ...where } = await inference.choose([pack], undefined)
    const trial = trialOf(untried, undefined)
    expect(trial).toEqual({ devices: ['webgpu:0'] })
    const request = GenerateRequest.parse({ prompt: 'a red kite', steps: 2 })
    const job = (seed: number, threads: number) =>
      queue.add({
        kind: 'generate',
        shot,
        recipe: resolveRecipe(request, pack.manifest, pack.sha256, { ...where, threads, seed, program: 'test' }),
        ...(trial && { trial }),
      })

    const stopped = job(1, 99)
    await seen.promise
    expect(await queue.cancel(stopped.id)).toMatchObject({ state: 'cancelled' })
    expect(inference.checks.list(pack.sha256)).toEqual([])

    // The second finds what the first one found, and does not run it again.
    const ended = await Promise.all([job(2, 99), job(3, 99)].map(({ id }) => queue.ended(id)))
    const [check] = inference.checks.list(pack.sha256)
    expect(check).toMatchObject({ device: 'webgpu:0', state: 'slower' })
    for (const { id, state, attempts, payload } of ended) {
      expect(state).toBe('done')
      expect(attempts).toBe(1)
      expect(payload).toMatchObject({ recipe: { provider: 'cpu', threads: where.threads } })
      expect(payload).not.toHaveProperty('trial')
      const places = log.filter((one) => one.id === id && one.device !== undefined).map(({ device }) => device)
      expect([...new Set(places)]).toEqual(['webgpu:0', 'cpu:0'])
    }
    const steps = log.filter(({ stage }) => /^checking the device, step \d+ of \d+$/.test(stage))
    expect(new Set(steps.map(({ id }) => id))).toContain(ended[0]?.id)
    expect(steps.filter(({ id }) => id === ended[1]?.id)).toEqual([])
    const take = library.takes.get(ended[0]?.result?.take ?? '')
    expect(take.recipe).toMatchObject({ provider: 'cpu' })
  },
)
