import { describe, expect, it } from 'vitest'
import type { SchedulerOptions } from '../../../../main/inference/schedulers/index.ts'
import {
  createScheduler,
  isSchedulerClass,
  parseSchedulerConfig,
  parseTolerantJson,
  readSchedulerConfig,
} from '../../../../main/inference/schedulers/index.ts'

const refused = expect.objectContaining({ code: 'SCHEDULER_CONFIG' }) as Error
const make = (config: Record<string, unknown>, steps: number, options?: SchedulerOptions) =>
  createScheduler(readSchedulerConfig(config), steps, options)

describe('scheduler configurations', () => {
  it.each([
    ['not JSON', '{'],
    ['not an object', '[]'],
    ['no class', '{}'],
    ['unknown class', '{"_class_name":"MagicScheduler"}'],
    ['unknown option value', '{"_class_name":"DDIMScheduler","timestep_spacing":"random"}'],
    ['wrong type', '{"_class_name":"DDIMScheduler","beta_start":"small"}'],
    ['not a number', '{"_class_name":"DDIMScheduler","beta_start":NaN}'],
    ['two tables', '{"_class_name":"EulerDiscreteScheduler","use_karras_sigmas":true,"use_beta_sigmas":true}'],
    ['endless training', '{"_class_name":"DDIMScheduler","num_train_timesteps":1e12}'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseSchedulerConfig(text)).toThrow(refused)
  })

  it('fills in defaults, takes null for unset and ignores unknown keys', () => {
    const text = '{"_class_name":"DDIMScheduler","trained_betas":null,"clip_sample":null,"_diffusers_version":"0.30"}'
    expect(parseSchedulerConfig(text)).toMatchObject({
      clip_sample: true,
      beta_schedule: 'linear',
      trained_betas: null,
    })
    expect(parseSchedulerConfig(text)).not.toHaveProperty('_diffusers_version')
  })

  it('reads the numbers that JSON cannot hold, and only outside of words', () => {
    expect(parseTolerantJson('{"a":-Infinity,"b":[NaN,Infinity],"c":"-Infinity \\" NaN"}')).toEqual({
      a: -Infinity,
      b: [Number.NaN, Infinity],
      c: '-Infinity " NaN',
    })
    const text =
      '{"_class_name":"DPMSolverMultistepScheduler","lambda_min_clipped":-Infinity,"variance_type":"learned_range"}'
    expect(parseSchedulerConfig(text)).toMatchObject({ lambda_min_clipped: -Infinity })
  })

  it('knows its classes', () => {
    expect(isSchedulerClass('UniPCMultistepScheduler')).toBe(true)
    expect(isSchedulerClass('toString')).toBe(false)
  })
})

describe('schedules', () => {
  const flow = { _class_name: 'FlowMatchEulerDiscreteScheduler' }
  const flowLevels = { use_flow_sigmas: true, prediction_type: 'flow_prediction' }
  const unipcFlow = { _class_name: 'UniPCMultistepScheduler', ...flowLevels }
  const dpmFlow = { _class_name: 'DPMSolverMultistepScheduler', ...flowLevels }
  it.each<[string, Record<string, unknown>, number, SchedulerOptions]>([
    ['no steps', flow, 0, {}],
    ['own levels beside a table', { ...unipcFlow, use_karras_sigmas: true }, 2, { sigmas: [1, 0.5] }],
    ['a table that leaves the range of a flow', { ...unipcFlow, use_exponential_sigmas: true }, 4, {}],
    ['the same of another solver', { ...dpmFlow, use_beta_sigmas: true }, 4, {}],
    ['half a step', flow, 2.5, {}],
    ['endless steps', flow, 1e9, {}],
    ['mu missing', { ...flow, use_dynamic_shifting: true }, 4, {}],
    ['a stretch of one step', { ...flow, shift_terminal: 0.1 }, 1, {}],
    ['a wrong count of noise levels', flow, 4, { sigmas: [1, 0.5] }],
    ['eta where it has no meaning', flow, 4, { eta: 0.5 }],
    ['mu where it has no meaning', { _class_name: 'DDIMScheduler' }, 4, { mu: 1 }],
    ['more steps than were trained', { _class_name: 'DDIMScheduler' }, 1001, {}],
    ['a step beyond training', { _class_name: 'DDIMScheduler', steps_offset: 1 }, 1000, {}],
    ['too much noise', { _class_name: 'DDIMScheduler' }, 4, { eta: 1.5 }],
  ])('refuses %s', (_name, config, steps, options) => {
    expect(() => make(config, steps, options)).toThrow(refused)
  })

  it('refuses a step outside the schedule, and noise without a generator', () => {
    const x = new Float32Array(4)
    expect(() => make(flow, 4).step(x, 4, x)).toThrow(refused)
    expect(() => make({ ...flow, stochastic_sampling: true }, 4).step(x, 0, x)).toThrow(refused)
  })

  it('says so where two steps share their noise level, instead of breaking', () => {
    const config = { _class_name: 'UniPCMultistepScheduler', num_train_timesteps: 4, solver_order: 3 }
    const scheduler = make({ ...config, timestep_spacing: 'trailing', lower_order_final: false }, 9)
    const run = (): void => {
      let sample = Float32Array.of(0.5, -0.5)
      for (let index = 0; index < 9; index++) sample = Float32Array.from(scheduler.step(sample, index, sample).previous)
    }
    expect(run).toThrow(refused)
  })

  it('takes as many steps as were asked for, whatever the spacing', () => {
    for (const timestep_spacing of ['linspace', 'leading', 'trailing']) {
      for (const steps of [1, 2, 61, 103, 999]) {
        const { timesteps } = make({ _class_name: 'DDIMScheduler', timestep_spacing }, steps)
        expect(timesteps.length).toBe(steps)
        expect(Math.min(...timesteps)).toBeGreaterThanOrEqual(0)
      }
    }
  })

  it('adds noise from none at the end to nearly nothing else at the start', () => {
    const clean = Float32Array.of(1, -2)
    const noise = Float32Array.of(0.5, 3)
    for (const name of [
      'DDIMScheduler',
      'DPMSolverMultistepScheduler',
      'UniPCMultistepScheduler',
      'FlowMatchEulerDiscreteScheduler',
    ]) {
      const scheduler = make({ _class_name: name, rescale_betas_zero_snr: true, timestep_spacing: 'trailing' }, 10)
      expect(scheduler.addNoise(clean, noise, 10)).toEqual(clean)
      const [first, second] = scheduler.addNoise(clean, noise, 0)
      expect(first).toBeCloseTo(0.5, 2)
      expect(second).toBeCloseTo(3, 2)
    }
  })

  it('inverts a schedule so that noise is still taken away', () => {
    const clean = Float32Array.of(1, -2)
    const noise = Float32Array.of(0.5, 3)
    const scheduler = make({ ...flow, invert_sigmas: true }, 5)
    expect(scheduler.addNoise(clean, noise, 0)).toEqual(noise)
    const velocity = clean.map((value, i) => value - (noise[i] ?? 0))
    expect(scheduler.step(velocity, 0, noise).denoised).toEqual(clean)
  })

  it('finishes with finite values where the reference divides zero by zero (bh1 down to no noise)', () => {
    const scheduler = make({ _class_name: 'UniPCMultistepScheduler', solver_type: 'bh1' }, 3)
    let x = Float32Array.of(1, -2)
    for (let i = 0; i < 3; i++)
      x = Float32Array.from(
        scheduler.step(
          x.map((v) => v / 2),
          i,
          x,
        ).previous,
      )
    expect([...x].every(Number.isFinite)).toBe(true)
  })
})
