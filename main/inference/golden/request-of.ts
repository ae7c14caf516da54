import { drawnFootage } from './drawn.ts'
import { goldenBytes, type GoldenRun } from './form.ts'
import type { RunRequest } from './run-once.ts'

/** What a run of a golden file was asked for, its pictures and its footage in place. Throws what `goldenBytes` throws. */
export function requestOf(golden: GoldenRun): RunRequest {
  const keyframes = golden.keyframes.map(({ at, strength, rgb }) => ({ at, strength, rgb: goldenBytes(rgb) }))
  const footage = golden.operation === 'restyle' ? drawnFootage(golden.frames, golden.size) : undefined
  return { ...golden, keyframes, footage }
}
