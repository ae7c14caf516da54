import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REFINERS } from './refiners.ts'

const BENCH = join(import.meta.dirname, '../../../bench/refine-memory.ts')
const MIB = 1 << 20

function measure(edge: number, tile?: number): { frameBytes: number; peakBytes: number } {
  // A small young generation is swept often: what is measured is what is held, not what waits to be swept.
  const args = [
    '--max-semi-space-size=1',
    BENCH,
    join(REFINERS, 'tiny-upscale-2x'),
    String(edge),
    ...(tile === undefined ? [] : [String(tile)]),
  ]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as ReturnType<typeof measure>
}

test('memory follows the bytes of the frame, not what the network makes of them', () => {
  const small = measure(256)
  const large = measure(1024)
  const whole = measure(1024, 0)
  const bytes = large.frameBytes - small.frameBytes
  // The frames themselves, one row of tiles, and what the garbage collector leaves lying about.
  expect(large.peakBytes - small.peakBytes).toBeLessThan(2 * bytes + 40 * MIB)
  // In one piece the network's own planes come on top: the test can tell the two apart.
  expect(whole.peakBytes - small.peakBytes).toBeGreaterThan(2 * bytes + 80 * MIB)
}, 240_000)
