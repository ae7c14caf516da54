import { z } from 'zod'
import { refuse } from './refuse.ts'
import { parseTolerantJson } from './tolerant-json.ts'

/** Files written by older versions spell "not set" as null; both mean the default. */
const flag = (fallback: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((value) => value ?? fallback)
const real = (fallback: number) =>
  z
    .number()
    .nullish()
    .transform((value) => value ?? fallback)
const choice = <const T extends readonly [string, ...string[]]>(options: T, fallback: T[number]) =>
  z
    .enum(options)
    .nullish()
    .transform((value) => (value ?? fallback) as T[number])
const whole = (fallback: number, min: number, max: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .nullish()
    .transform((value) => value ?? fallback)
const optionalReal = z
  .number()
  .nullish()
  .transform((value) => value ?? null)

const MAX_TRAIN_STEPS = 100_000
const spacing = ['linspace', 'leading', 'trailing'] as const
const finalSigmas = choice(['zero', 'sigma_min'], 'zero')

const trainSteps = { num_train_timesteps: whole(1000, 2, MAX_TRAIN_STEPS) }

const betas = {
  ...trainSteps,
  beta_start: real(0.0001),
  beta_end: real(0.02),
  beta_schedule: choice(['linear', 'scaled_linear', 'squaredcos_cap_v2'], 'linear'),
  trained_betas: z
    .array(z.number())
    .min(2)
    .max(MAX_TRAIN_STEPS)
    .nullish()
    .transform((value) => value ?? null),
  rescale_betas_zero_snr: flag(false),
  steps_offset: whole(0, -MAX_TRAIN_STEPS, MAX_TRAIN_STEPS),
}

const thresholding = {
  thresholding: flag(false),
  dynamic_thresholding_ratio: real(0.995),
  sample_max_value: real(1),
}

const sigmaTables = {
  use_karras_sigmas: flag(false),
  use_exponential_sigmas: flag(false),
  use_beta_sigmas: flag(false),
  sigma_min: optionalReal,
  sigma_max: optionalReal,
}

const flow = {
  use_flow_sigmas: flag(false),
  flow_shift: real(1),
  use_dynamic_shifting: flag(false),
}

const ddim = z.object({
  _class_name: z.literal('DDIMScheduler'),
  ...betas,
  ...thresholding,
  clip_sample: flag(true),
  clip_sample_range: real(1),
  set_alpha_to_one: flag(true),
  prediction_type: choice(['epsilon', 'sample', 'v_prediction'], 'epsilon'),
  timestep_spacing: choice(spacing, 'leading'),
})

const euler = z.object({
  _class_name: z.literal('EulerDiscreteScheduler'),
  ...betas,
  ...sigmaTables,
  prediction_type: choice(['epsilon', 'sample', 'original_sample', 'v_prediction'], 'epsilon'),
  interpolation_type: choice(['linear', 'log_linear'], 'linear'),
  timestep_spacing: choice(spacing, 'linspace'),
  timestep_type: choice(['discrete', 'continuous'], 'discrete'),
  final_sigmas_type: finalSigmas,
})

const multistep = {
  ...betas,
  ...thresholding,
  ...sigmaTables,
  ...flow,
  solver_order: whole(2, 1, 9),
  prediction_type: choice(['epsilon', 'sample', 'v_prediction', 'flow_prediction'], 'epsilon'),
  lower_order_final: flag(true),
  timestep_spacing: choice(spacing, 'linspace'),
  final_sigmas_type: finalSigmas,
}

const dpm = z.object({
  _class_name: z.literal('DPMSolverMultistepScheduler'),
  ...multistep,
  algorithm_type: choice(['dpmsolver', 'dpmsolver++', 'sde-dpmsolver', 'sde-dpmsolver++', 'deis'], 'dpmsolver++'),
  solver_type: choice(['midpoint', 'heun', 'logrho', 'bh1', 'bh2'], 'midpoint').transform((value) =>
    value === 'heun' ? 'heun' : 'midpoint',
  ),
  euler_at_final: flag(false),
  use_lu_lambdas: flag(false),
  lambda_min_clipped: z
    .union([z.number(), z.literal(-Infinity)])
    .nullish()
    .transform((value) => value ?? -Infinity),
  time_shift_type: choice(['exponential'], 'exponential'),
})

const unipc = z.object({
  _class_name: z.literal('UniPCMultistepScheduler'),
  ...multistep,
  predict_x0: flag(true),
  solver_type: choice(['bh1', 'bh2', 'midpoint', 'heun', 'logrho'], 'bh2').transform((value) =>
    value === 'bh1' ? 'bh1' : 'bh2',
  ),
  disable_corrector: z
    .array(z.int())
    .nullish()
    .transform((value) => value ?? []),
  solver_p: z.null().optional(),
  shift_terminal: optionalReal,
  time_shift_type: choice(['exponential', 'linear'], 'exponential'),
})

const flowMatch = z.object({
  _class_name: z.literal('FlowMatchEulerDiscreteScheduler'),
  ...trainSteps,
  ...sigmaTables,
  shift: real(1),
  use_dynamic_shifting: flag(false),
  invert_sigmas: flag(false),
  shift_terminal: optionalReal,
  time_shift_type: choice(['exponential', 'linear'], 'exponential'),
  stochastic_sampling: flag(false),
})

const schema = z.discriminatedUnion('_class_name', [ddim, euler, dpm, unipc, flowMatch])

export type DdimConfig = z.infer<typeof ddim>
export type EulerConfig = z.infer<typeof euler>
export type DpmConfig = z.infer<typeof dpm>
export type UnipcConfig = z.infer<typeof unipc>
export type FlowMatchConfig = z.infer<typeof flowMatch>
/** A validated `scheduler_config.json`: every option present, defaults filled in, unknown keys dropped. */
export type SchedulerConfig = z.infer<typeof schema>

export type BetaConfig = Pick<
  DdimConfig,
  'num_train_timesteps' | 'beta_start' | 'beta_end' | 'beta_schedule' | 'trained_betas' | 'rescale_betas_zero_snr'
>
export type ThresholdConfig = Pick<DdimConfig, keyof typeof thresholding>
export type SigmaTableConfig = Pick<EulerConfig, keyof typeof sigmaTables>

const CLASS_NAMES = schema.options.map(({ shape: { _class_name: name } }) => name.value)

/** Whether this is the class name of a scheduler that `createScheduler` can make. */
export function isSchedulerClass(name: string): boolean {
  return CLASS_NAMES.some((known) => known === name)
}

/**
 * Checks a parsed configuration. To run a model with another solver, change `_class_name` in the raw value:
 * the classes share their option names. Throws `SCHEDULER_CONFIG` naming each option that is wrong.
 */
export function readSchedulerConfig(value: unknown): SchedulerConfig {
  const result = schema.safeParse(value)
  if (result.success) return checkTables(result.data)
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  return refuse(
    `The scheduler configuration cannot be used (${reasons.join('; ')}). Known schedulers: ${CLASS_NAMES.join(', ')}.`,
    result.error,
  )
}

/** Reads the text of a `scheduler_config.json`, in which NaN and infinities may stand as numbers. */
export function parseSchedulerConfig(text: string): SchedulerConfig {
  return readSchedulerConfig(parseTolerantJson(text))
}

function checkTables(config: SchedulerConfig): SchedulerConfig {
  if (!('use_karras_sigmas' in config)) return config
  const chosen = [config.use_karras_sigmas, config.use_exponential_sigmas, config.use_beta_sigmas].filter(Boolean)
  if (chosen.length > 1) refuse('Only one of use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas can be on.')
  return config
}
