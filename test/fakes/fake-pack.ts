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
  bundled: true,
  frames: { min: 1, max: 128, default: 16, window: 16 },
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
}
