import { CortadoError } from '../../../core/errors.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG, type PackFolder } from '../packs/read-pack.ts'
import { openPipeline } from '../pipelines/families.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { denoise, initialLatents } from '../sampler/denoise.ts'
import { latentShape } from '../sampler/latent-shape.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import { largestDifference, relativeDifference } from './differences.ts'
import { goldenValues, type Golden, type GoldenRun } from './form.ts'

/** Relative to the largest value of the tensor, or to 1 where that is smaller. */
const EMBEDS = 1e-5
/** Relative to the largest value of the tensor. */
const LATENTS = 1e-4
/** Levels of 255. */
const PIXELS = 1

/** How far one text or one run of a golden file is from what this program makes of it. */
export interface GoldenResult {
  readonly name: string
  /** What is further off than it may be, in words; empty where all is well. */
  readonly wrong: readonly string[]
  /** Largest relative difference of embeddings and latents; 0 for a text. */
  readonly worst: number
}

/**
 * Compares a pack with a golden file: ids, embeddings, the latents after each step, and the frames. Throws
 * `INVALID_INPUT` for a golden file of another pack, and what opening or running the pack throws.
 */
export async function checkGolden(pack: PackFolder, golden: Golden, provider: Provider): Promise<GoldenResult[]> {
  if (golden.pack !== pack.manifest.id) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The golden file is of the pack "${golden.pack}", not of "${pack.manifest.id}". Name the file made for this pack.`,
    )
  }
  const results = await checkTexts(pack, golden)
  const pipeline = await openPipeline(pack, provider)
  try {
    for (const run of golden.runs) results.push(await checkRun(pack, pipeline, run))
  } finally {
    await pipeline.release()
  }
  return results
}

async function checkTexts(pack: PackFolder, golden: Golden): Promise<GoldenResult[]> {
  const tokenizer = await openTokenizer(pack)
  return golden.texts.map(({ text, ids }) => {
    const actual = Array.from(tokenizer.encode(text).ids, Number)
    const same = actual.length === ids.length && ids.every((id, place) => actual[place] === id)
    return { name: `ids of ${JSON.stringify(text.slice(0, 40))}`, wrong: same ? [] : ['other ids'], worst: 0 }
  })
}

async function checkRun(pack: PackFolder, pipeline: VideoPipeline, run: GoldenRun): Promise<GoldenResult> {
  const { seed, steps, guidance, frames } = run
  const scheduler = namedScheduler(run.scheduler, await readPackText(pack.path, SCHEDULER_CONFIG), steps)
  const generator = new TorchGenerator(seed)
  const shape = latentShape(run, pack.manifest)
  const conditioning = await pipeline.encode(run.prompt, run.negativePrompt, guidance)
  const half = conditioning.embeds.length / conditioning.batch
  const { positive, negative } = run.embeds
  const findings = [
    check('embeddings of the prompt', EMBEDS, relativeDifference(conditioning.embeds.subarray(-half), positive, 1)),
  ]
  if ((negative !== undefined) !== (conditioning.batch === 2)) {
    findings.push(fault(`the reference ran with${negative === undefined ? 'out' : ''} guidance`))
  } else if (negative !== undefined) {
    const ours = conditioning.embeds.subarray(0, half)
    findings.push(check('embeddings of the negative prompt', EMBEDS, relativeDifference(ours, negative, 1)))
  }
  if (run.latents.length !== steps) findings.push(fault(`${run.latents.length} latents for ${steps} steps`))
  const latents = await denoise({
    pipeline,
    scheduler,
    generator,
    conditioning,
    guidance,
    shape,
    window: null,
    start: { step: 0, latents: initialLatents(generator, shape, scheduler) },
    beforeRun: () => Promise.resolve(),
    onStep: ({ step, latents: now }) => {
      const expected = run.latents[step - 1]
      if (expected !== undefined) {
        findings.push(check(`latents after step ${step}`, LATENTS, relativeDifference(now, expected, 0)))
      }
      return Promise.resolve()
    },
  })
  const worst = Math.max(...findings.map(({ error }) => error))
  const pixels = await pipeline.decode(latents, shape, 0, frames)
  const levels = largestDifference(pixels, goldenValues(run.pixels), run.pixels.every)
  findings.push(check('frames', PIXELS, pixels.length === product(run.pixels.shape) ? levels : Infinity))
  return {
    name: `${run.scheduler}, ${steps} steps, seed ${seed}`,
    wrong: findings.filter(({ error, limit }) => !(error <= limit)).map(({ words }) => words),
    worst,
  }
}

interface Finding {
  readonly error: number
  readonly limit: number
  readonly words: string
}

function fault(words: string): Finding {
  return { error: Infinity, limit: 0, words }
}

function check(what: string, limit: number, error: number): Finding {
  return { limit, error, words: `${what} off by ${error.toPrecision(3)} (at most ${limit})` }
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1)
}
