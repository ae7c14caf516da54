import { CortadoError } from '../../../core/errors.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { PackFolder } from '../packs/pack-folder.ts'
import { openPipeline } from '../pipelines/families.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import { pixelDifference, relativeDifference, type PixelDifference } from './differences.ts'
import { TorchGenerator } from '../noise/index.ts'
import { drawnFootage } from './drawn.ts'
import { goldenValues, type Golden, type GoldenRun } from './form.ts'
import { requestOf } from './request-of.ts'
import { runOnce, stepsIn } from './run-once.ts'
import { stepWatch } from './step-watch.ts'

/**
 * What may differ in a pack in float32. `embeds`: relative to the largest value of the tensor, or to 1 where that is smaller;
 * `latents`: relative to the largest value; `pixels`: levels of 255.
 */
const EXACT = { embeds: 1e-5, latents: 1e-4, pixels: 1 }

/** How far one text, one encoding or one run of a golden file is from what this program makes of it. */
export interface GoldenResult {
  readonly name: string
  /** What is further off than it may be, in words; empty where all is well. */
  readonly wrong: readonly string[]
  /** Largest relative difference of embeddings and latents; 0 for a text. */
  readonly worst: number
  /** Of a run: its frames, in levels of 255. */
  readonly frames: PixelDifference | null
  /** Of a run: milliseconds of its fastest step but the first, which warms up. */
  readonly stepMs: number | null
}

/**
 * Compares a pack with a golden file: ids, embeddings, encoded clips, the latents after each step, and the frames. Throws
 * `INVALID_INPUT` for a golden file of another pack, and what opening or running the pack throws.
 */
export async function checkGolden(
  pack: PackFolder,
  golden: Golden,
  provider: Provider,
  onStep: () => void = () => undefined,
): Promise<GoldenResult[]> {
  if (golden.pack !== pack.manifest.id) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The golden file is of the pack "${golden.pack}", not of "${pack.manifest.id}". Name the file made for this pack.`,
    )
  }
  const results = await checkTexts(pack, golden)
  const pipeline = await openPipeline(pack, provider)
  try {
    const allowed = golden.tolerance ?? EXACT
    for (const one of golden.encodings) results.push(await checkEncoding(pack, pipeline, one, allowed))
    for (const run of golden.runs) results.push(await checkRun(pack, pipeline, run, allowed, onStep))
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
    return {
      name: `ids of ${JSON.stringify(text.slice(0, 40))}`,
      wrong: same ? [] : ['other ids'],
      worst: 0,
      ...NO_RUN,
    }
  })
}

/** The encoder alone: a clip that is read as footage. */
async function checkEncoding(
  { manifest }: PackFolder,
  pipeline: VideoPipeline,
  { frames, size, latents }: Golden['encodings'][number],
  allowed: typeof EXACT,
): Promise<GoldenResult> {
  const footage = drawnFootage(frames, size)
  const clip = {
    frames,
    size,
    rate: manifest.rate,
    keyframes: [],
    footage,
    temporalDecoder: false,
    tile: null,
    span: null,
  }
  const run = await pipeline.begin(clip, new TorchGenerator(0), 1)
  const error = relativeDifference(run.footage?.reference ?? new Float32Array(), latents, 0)
  const { limit, words } = check('latents of the clip', allowed.latents, error)
  return {
    name: `encoding of ${frames} frames of ${size.width}x${size.height}`,
    wrong: error <= limit ? [] : [words],
    worst: error,
    ...NO_RUN,
  }
}

async function checkRun(
  pack: PackFolder,
  pipeline: VideoPipeline,
  golden: GoldenRun,
  allowed: typeof EXACT,
  onStep: () => void,
): Promise<GoldenResult> {
  const { steps, seed, guidance, frames } = golden
  const { positive, negative } = await pipeline.encode(golden.prompt, golden.negativePrompt, guidance)
  const expected = golden.embeds
  const findings: Finding[] = [
    check('embeddings of the prompt', allowed.embeds, relativeDifference(positive.values, expected.positive, 1)),
  ]
  if ((expected.negative !== undefined) !== (negative !== null)) {
    findings.push(fault(`the reference ran with${expected.negative === undefined ? 'out' : ''} guidance`))
  } else if (expected.negative !== undefined && negative !== null) {
    const error = relativeDifference(negative.values, expected.negative, 1)
    findings.push(check('embeddings of the negative prompt', allowed.embeds, error))
  }
  const count = stepsIn(requestOf(golden))
  if (golden.latents.length !== count) findings.push(fault(`${golden.latents.length} latents for ${count} steps`))
  const watch = stepWatch()
  const made = await runOnce(pack, pipeline, requestOf(golden), ({ step, latents }, { shape }) => {
    watch.mark()
    onStep()
    const wanted = golden.latents[step - 1 - (steps - count)]
    if (wanted === undefined) return
    const plane = shape.height * shape.width
    const counts = (place: number): boolean => Math.floor(place / plane) % shape.frames >= golden.heldFrames
    findings.push(check(`latents after step ${step}`, allowed.latents, relativeDifference(latents, wanted, 0, counts)))
  })
  const worst = Math.max(...findings.map(({ error }) => error))
  const pixels = await made.frames()
  const off = pixelDifference(pixels, goldenValues(golden.pixels), golden.pixels.every)
  const complete = pixels.length === product(golden.pixels.shape) && golden.pixels.shape[0] === frames
  findings.push(check('frames', allowed.pixels, complete ? off.worst : Infinity))
  return {
    name: golden.name ?? `${golden.scheduler}, ${steps} steps, seed ${seed}`,
    wrong: findings.filter(({ error, limit }) => !(error <= limit)).map(({ words }) => words),
    worst,
    frames: off,
    stepMs: watch.fastestMs(),
  }
}

const NO_RUN = { frames: null, stepMs: null }

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
