import { describe, expect, it } from 'vitest'
import { TorchGenerator, randn } from '../../../../main/inference/noise/index.ts'
import type { Scheduler, SchedulerOptions } from '../../../../main/inference/schedulers/index.ts'
import { createScheduler, readSchedulerConfig } from '../../../../main/inference/schedulers/index.ts'

const STEPS = 9

const schedulers: [name: string, config: Record<string, unknown>, options: SchedulerOptions][] = [
  ['DDIM with fresh noise', { _class_name: 'DDIMScheduler', clip_sample: false }, { eta: 0.7 }],
  ['Euler', { _class_name: 'EulerDiscreteScheduler' }, {}],
  ['DPM-Solver++ of order 3', { _class_name: 'DPMSolverMultistepScheduler', solver_order: 3 }, {}],
  ['SDE DPM-Solver++', { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' }, {}],
  ['UniPC of order 3', { _class_name: 'UniPCMultistepScheduler', solver_order: 3 }, {}],
  ['flow matching', { _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 3 }, {}],
]

const model = (x: Float32Array, t: number): Float32Array => x.map((v) => 0.5 * Math.tanh(v) + 0.01 * Math.sin(t))

function advance(scheduler: Scheduler, sample: Float32Array, generator: TorchGenerator, from: number, to: number) {
  let current = sample
  for (let i = from; i < to; i++) {
    const prediction = model(scheduler.scaleModelInput(current, i), scheduler.timesteps[i] ?? 0)
    current = scheduler.step(prediction, i, current, generator).previous
  }
  return current
}

describe('a saved scheduler', () => {
  it.each(schedulers)('continues bit for bit: %s', (_name, config, options) => {
    const make = () => createScheduler(readSchedulerConfig(config), STEPS, options)
    const start = randn(1, [40])
    const whole = advance(make(), start, new TorchGenerator(2), 0, STEPS)
    for (let stop = 0; stop <= STEPS; stop++) {
      const first = make()
      const generator = new TorchGenerator(2)
      const half = advance(first, start, generator, 0, stop)
      const saved = first.saveState()
      const noise = JSON.parse(JSON.stringify(generator.state())) as ReturnType<TorchGenerator['state']>
      advance(first, half, generator, stop, STEPS)
      const second = make()
      second.restoreState({
        numbers: JSON.parse(JSON.stringify(saved.numbers)) as Record<string, number>,
        arrays: saved.arrays,
      })
      const resumed = new TorchGenerator(0)
      resumed.restore(noise)
      expect(advance(second, half, resumed, stop, STEPS)).toEqual(whole)
    }
  })

  it('refuses a state that is not its own', () => {
    const unipc = createScheduler(readSchedulerConfig({ _class_name: 'UniPCMultistepScheduler' }), 4)
    const output0 = new Float32Array(4)
    for (const state of [
      { numbers: {}, arrays: {} },
      { numbers: { taken: 2 }, arrays: { output0 } },
      { numbers: { taken: 1, lastOrder: 7 }, arrays: { output0, lastSample: output0 } },
      { numbers: { taken: 1, lastOrder: 1 }, arrays: { output0 } },
    ]) {
      expect(() => unipc.restoreState(state)).toThrow(expect.objectContaining({ code: 'SCHEDULER_CONFIG' }))
    }
  })

  it('refuses damaged noise states and seeds', () => {
    const generator = new TorchGenerator(1)
    const good = generator.state()
    for (const state of [
      { ...good, words: good.words.slice(1) },
      { ...good, position: 625 },
      { ...good, words: [...good.words.slice(1), -1] },
    ]) {
      expect(() => generator.restore(state)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    }
    expect(() => new TorchGenerator(1.5)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(() => new TorchGenerator(Number.NaN)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(() => generator.randn(-1)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
