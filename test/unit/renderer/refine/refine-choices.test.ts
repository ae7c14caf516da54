import { describe, expect, test } from 'vitest'
import type { Pack, Take } from '../../../../core/library/entities.ts'
import { refineChoices, stepWords } from '../../../../renderer/refine/refine-choices.ts'
import { FAKE_INTERPOLATOR, FAKE_PACK, FAKE_UPSCALER } from '../../../fakes/fake-pack.ts'

const FILM = { num: 24, den: 1 }
const take = (rate: Take['rate'], pack = 'cortado-mini') =>
  ({ size: { width: 129, height: 96 }, rate, recipe: { pack: { id: pack } } }) as Take
const upscaler = (id: string, factor: number, suits: string[] = []): Pack => ({
  ...FAKE_UPSCALER,
  id,
  title: id,
  refiner: { kind: 'upscaler', factor, anyTime: false, domain: '', suits, figures: [] },
})
const labels = (of: Take, packs: readonly Pack[]): string[] => refineChoices(of, packs, FILM).map(({ label }) => label)

describe('what can be done to a take', () => {
  test('nothing with packs that only make footage, or cannot be used', () => {
    expect(refineChoices(take({ num: 8, den: 1 }), [FAKE_PACK, { ...FAKE_UPSCALER, problem: 'broken' }], FILM)).toEqual(
      [],
    )
  })

  test('packs that were trained on such clips first, then those for anything, then the others', () => {
    const packs = [upscaler('other', 2, ['another']), upscaler('any-4x', 4), upscaler('any-2x', 2), FAKE_UPSCALER]
    expect(labels(take({ num: 8, den: 1 }), packs)).toEqual([
      'Upscale to 258 × 192 with Cortado Mini Large',
      'Upscale to 258 × 192 with any-2x',
      'Upscale to 516 × 384 with any-4x',
      'Upscale to 258 × 192 with other',
    ])
  })

  test('frames are put between up to the rate of the film, and not where it is reached', () => {
    expect(refineChoices(take({ num: 8, den: 1 }), [FAKE_INTERPOLATOR], FILM)).toEqual([
      {
        kind: 'interpolator',
        label: 'Smooth to 24 fps with Cortado Mini Smooth',
        refinement: { interpolate: { rate: FILM, pack: 'cortado-mini-smooth' } },
      },
    ])
    for (const rate of [FILM, { num: 48, den: 2 }, { num: 30, den: 1 }]) {
      expect(labels(take(rate), [FAKE_INTERPOLATOR])).toEqual([])
    }
    expect(labels(take({ num: 24_000, den: 1001 }), [FAKE_INTERPOLATOR])).toHaveLength(1)
  })

  test('a network that knows only the middle is offered where halving reaches the rate', () => {
    const { refiner } = FAKE_INTERPOLATOR
    const middle = { ...FAKE_INTERPOLATOR, refiner: refiner && { ...refiner, anyTime: false } }
    expect(labels(take({ num: 8, den: 1 }), [middle])).toEqual([])
    expect(labels(take({ num: 6, den: 1 }), [middle])).toHaveLength(1)
    expect(labels(take({ num: 12, den: 1 }), [middle])).toHaveLength(1)
  })
})

test('a step in words', () => {
  const shared = {
    pack: { id: 'p', version: '1', sha256: 'a'.repeat(64) },
    provider: 'cpu',
    program: '1',
    tile: 64,
  } as const
  expect(stepWords({ ...shared, operation: 'upscale', factor: 4 })).toBe('4× larger')
  expect(stepWords({ ...shared, operation: 'interpolate', rate: { num: 24_000, den: 1001 } })).toBe('23.976 fps')
})
