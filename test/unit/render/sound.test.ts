import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { soundPlan } from '../../../core/render/sound.ts'
import { applyEdit } from '../../../core/timeline/edit.ts'
import { openSequence } from '../../../core/timeline/document.ts'
import type { Sample } from '../../../core/timeline/time.ts'
import { frame } from '../../../core/timeline/time.ts'
import { clip, idOf } from '../timeline/sample.ts'

const RATES = [
  [24_000, 1001],
  [24, 1],
  [30_000, 1001],
  [60_000, 1001],
] as const

describe('the sound of a film', () => {
  it('runs on over any cut through it, to the sample, at any rate', () => {
    const numbers = fc.record({
      rate: fc.constantFrom(...RATES),
      sampleRate: fc.constantFrom(44_100, 48_000, 22_050),
      start: fc.nat(100_000),
      offset: fc.nat(100_000),
      length: fc.integer({ min: 2, max: 10_000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      shift: fc.integer({ min: -300, max: 300 }),
    })
    fc.assert(
      fc.property(numbers, ({ rate: [num, den], sampleRate, start, offset, length, part, shift }) => {
        const sound = clip('a', start, length, offset, {
          available: frame(200_000),
          ...(shift !== 0 && { shift: shift as Sample }),
        })
        const film = openSequence({
          id: 'sequence1',
          name: 'Film',
          rate: { num, den },
          size: { width: 64, height: 64 },
          sampleRate,
          tracks: [{ id: 'track000', kind: 'audio', name: 'A1', items: [sound] }],
        })
        const at = frame(start + 1 + Math.floor(part * (length - 2)))
        const cut = applyEdit(film, { name: 'blade', args: { clip: idOf('a'), at, newId: idOf('b') } })
        const source = { sha256: 'a'.repeat(64), channels: 2 }
        const [whole] = soundPlan(film, () => source)
        const [left, right] = soundPlan(cut, () => source)
        if (!whole || !left || !right) throw new Error('no sound')
        expect([left.from, left.start]).toEqual([whole.from, whole.start])
        expect([right.from, right.start]).toEqual([left.from + left.length, left.start + left.length])
        expect(left.length + right.length).toBe(whole.length)
        // Within a sample of where the picture is.
        expect(Math.abs(whole.from - (offset * den * sampleRate) / num)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
