import type { Pack } from '../../core/library/entities.ts'

export const FAKE_PACK: Pack = {
  id: 'cortado-mini',
  title: 'Cortado Mini',
  version: '0.1.0',
  family: 'latte',
  licence: 'Apache-2.0',
  bytes: 36_000_000,
  sha256: 'a'.repeat(64),
  path: '/packs/cortado-mini',
  problem: null,
  place: 'bundled',
  frames: { min: 1, max: 128, default: 16, window: 16, match: 0 },
  size: { multiple: 16, min: 64, max: 256, default: { width: 128, height: 128 } },
  rate: { num: 8, den: 1 },
  steps: 20,
  guidance: 4,
  scheduler: 'DPMSolverMultistepScheduler',
  schedulers: ['DPMSolverMultistepScheduler', 'DDIMScheduler'],
  vocabulary: {
    shape: ['ball', 'cube', 'kite', 'boat', 'star'],
    colour: ['red', 'green', 'blue', 'yellow', 'white'],
    scene: ['a field', 'the sea', 'a desert'],
    light: ['by day', 'at dusk', 'by night'],
  },
  examples: ['a red ball bounces in a field by day', 'a blue boat crosses the sea at dusk'],
  creator: 'Cortado',
  source: { repo: 'modelpacks/train', revision: 'fake' },
  files: 9,
  memory: { weightsBytes: 36_000_000, peakBytes: 400_000_000, measuredOn: 'nothing' },
  loss: null,
  checks: [],
  evaluation: null,
  refiner: null,
}

const neutral = {
  ...FAKE_PACK,
  bytes: 900_000,
  frames: { min: 1, max: 1, default: 1, window: 1, match: null },
  size: { multiple: 1, min: 1, max: 1, default: { width: 1, height: 1 } },
  rate: { num: 1, den: 1 },
  steps: 1,
  guidance: 0,
  scheduler: '',
  schedulers: [],
  vocabulary: {},
}

export const FAKE_UPSCALER: Pack = {
  ...neutral,
  id: 'cortado-mini-large',
  title: 'Cortado Mini Large',
  family: 'upscaler',
  sha256: 'b'.repeat(64),
  path: '/packs/cortado-mini-large',
  refiner: {
    kind: 'upscaler',
    factor: 2,
    anyTime: false,
    domain: 'clips of Cortado Mini',
    suits: ['cortado-mini'],
    figures: [],
  },
}

export const FAKE_INTERPOLATOR: Pack = {
  ...neutral,
  id: 'cortado-mini-smooth',
  title: 'Cortado Mini Smooth',
  family: 'interpolator',
  sha256: 'c'.repeat(64),
  path: '/packs/cortado-mini-smooth',
  refiner: {
    kind: 'interpolator',
    factor: null,
    anyTime: true,
    domain: 'clips of Cortado Mini',
    suits: ['cortado-mini'],
    figures: [],
  },
}
