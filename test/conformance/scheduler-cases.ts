import { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { TorchGenerator } from '../../main/inference/noise/index.ts'
import type { Scheduler } from '../../main/inference/schedulers/index.ts'
import { createScheduler, isSchedulerClass, readSchedulerConfig } from '../../main/inference/schedulers/index.ts'
import type { CaseResult } from './comparison.ts'
import { magnitude, relativeError } from './comparison.ts'
import { readReference } from './reference-file.ts'

const SAMPLE_TOLERANCE = 1e-5
const SCHEDULE_TOLERANCE = 1e-6
/** Traces are written with seven decimals. */
const TRACE_DIGIT = 0.5e-7
/** Float32 sums hold no more digits of a small value than of the values beside it: smaller ones count as this share. */
const FLOOR = 1e-2

const anyNumber = z.custom<number>((value) => typeof value === 'number', 'must be a number')
const numbers = z.array(anyNumber)

const reference = z.object({
  timesteps: numbers,
  sigmas: numbers.nullish(),
  init_noise_sigma: anyNumber,
  trace: z.array(numbers),
  final: numbers,
})

const schedulerCase = z.object({
  /** Either here or inside `config`, as in a configuration file. */
  _class_name: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  steps: z.number(),
  mu: z.number().nullish(),
  /** Noise levels handed to the scheduler, where the case gives its own. */
  given_sigmas: z.array(z.number()).nullish(),
  eta: z.number().nullish(),
  /** Seed of the generator, where the case draws noise. */
  seed: z.number().nullish(),
  error: z.string().optional(),
})

const schedulerFile = z.object({
  x0: numbers.min(1),
  cases: z.array(z.union([schedulerCase.extend(reference.shape), schedulerCase.extend({ error: z.string() })])),
})

type SchedulerCase = z.infer<typeof schedulerFile>['cases'][number]

/** Compares every case of a reference file with the schedulers. Throws `INVALID_INPUT` for another kind of file. */
export function schedulerResults(file: unknown): CaseResult[] {
  const { x0, cases } = readReference(schedulerFile, file)
  return cases.map((test) => runCase(test, x0))
}

/** Runs one case with the file's closed-form model, and compares everything that the reference recorded. */
function runCase(test: SchedulerCase, x0: readonly number[]): CaseResult {
  const { _class_name: topName, config } = test
  const name = topName ?? config['_class_name']
  if (typeof name !== 'string' || !isSchedulerClass(name)) {
    return { outcome: 'skipped', worst: 0, note: `there is no scheduler "${String(name)}"` }
  }
  const options = { mu: test.mu ?? undefined, sigmas: test.given_sigmas ?? undefined, eta: test.eta ?? undefined }
  let scheduler
  try {
    scheduler = createScheduler(readSchedulerConfig({ ...config, _class_name: name }), test.steps, options)
  } catch (error) {
    if (!(error instanceof CortadoError)) throw error
    // A schedule that is not made of numbers is refused, where the reference carries it to the end.
    const isHopeless = 'final' in test && !test.final.some(Number.isFinite)
    const isExpected = (test.error !== undefined || isHopeless) && error.code === 'SCHEDULER_CONFIG'
    return { outcome: isExpected ? 'passed' : 'failed', worst: 0, note: error.message }
  }
  if (!('final' in test)) return { outcome: 'failed', worst: 0, note: `ran, where the reference says ${test.error}` }
  return compare(test, x0, scheduler)
}

function compare(
  test: z.infer<typeof reference> & SchedulerCase,
  x0: readonly number[],
  scheduler: Scheduler,
): CaseResult {
  const run = sample(scheduler, x0, test.seed ?? 0)
  const sigmas = test.sigmas ?? null
  const checks: [name: string, error: number, tolerance: number][] = [
    ['timesteps', relativeError(scheduler.timesteps, test.timesteps, 0), SCHEDULE_TOLERANCE],
    ['init_noise_sigma', relativeError([scheduler.initNoiseSigma], [test.init_noise_sigma], 0), SCHEDULE_TOLERANCE],
    ['trace', traceError(run.samples, test.trace), SAMPLE_TOLERANCE],
    ['final', relativeError(run.final, test.final, FLOOR * magnitude(test.final)), SAMPLE_TOLERANCE],
  ]
  if (sigmas !== null) checks.push(['sigmas', relativeError(scheduler.sigmas ?? [], sigmas, 0), SCHEDULE_TOLERANCE])
  const wrong = checks.filter(([, error, tolerance]) => !(error <= tolerance))
  return {
    outcome: wrong.length === 0 ? 'passed' : 'failed',
    worst: Math.max(...checks.map(([, error]) => error)),
    note: wrong.map(([name, error]) => `${name} off by ${error.toExponential(2)}`).join(', '),
  }
}

function sample(
  scheduler: Scheduler,
  x0: readonly number[],
  seed: number,
): { samples: Float32Array[]; final: Float32Array } {
  const generator = new TorchGenerator(seed)
  let current = Float32Array.from(x0, (value) => value * scheduler.initNoiseSigma)
  const samples: Float32Array[] = []
  for (const [index, timestep] of scheduler.timesteps.entries()) {
    const prediction = closedFormModel(scheduler.scaleModelInput(current, index), timestep)
    current = Float32Array.from(scheduler.step(prediction, index, current, generator).previous)
    samples.push(current)
  }
  return { samples, final: current }
}

/** `0.6 * x / sqrt(1 + x * x) + 0.05 * cos(t / 137)`, each operation in float32. */
function closedFormModel(input: Float32Array, timestep: number): Float32Array {
  const f32 = Math.fround
  const shift = f32(0.05 * Math.cos(timestep / 137))
  return input.map((x) => f32(f32(f32(0.6) * x) / f32(Math.sqrt(f32(1 + f32(x * x))))) + shift)
}

function traceError(samples: readonly Float32Array[], trace: readonly (readonly number[])[]): number {
  if (samples.length !== trace.length) return Infinity
  return samples.reduce((worst, values, i) => {
    const expected = trace[i] ?? []
    const shown = values.slice(0, expected.length)
    const nearest = shown.map((value, j) =>
      Math.abs(value - (expected[j] ?? 0)) <= TRACE_DIGIT ? (expected[j] ?? 0) : value,
    )
    return Math.max(worst, relativeError(nearest, expected, FLOOR * magnitude(values)))
  }, 0)
}
