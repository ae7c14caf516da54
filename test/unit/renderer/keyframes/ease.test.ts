import { describe, expect, it } from 'vitest'
import type { Keyframe } from '../../../../core/look/keyframes.ts'
import { eased, easeKind } from '../../../../renderer/keyframes/ease.ts'
import type { EaseKind } from '../../../../renderer/keyframes/ease.ts'

const film = (...eases: Keyframe['ease'][]): Keyframe[] =>
  eases.map((ease, index) => ({ at: index * 10, value: index * 50, ease }))
const middle = new Set([10])

describe('eased', () => {
  it('slows a value down into a keyframe, out of it, or both, as editors mean it', () => {
    const straight = film('linear', 'linear', 'linear')
    const into = eased(straight, middle, 'in')
    expect(into.map(({ ease }) => ease)).toEqual([{ bezier: [1 / 3, 1 / 3, 0.58, 1] }, 'linear', 'linear'])
    const out = eased(straight, middle, 'out')
    expect(out.map(({ ease }) => ease)).toEqual(['linear', { bezier: [0.42, 0, 2 / 3, 2 / 3] }, 'linear'])
    expect(eased(into, middle, 'out')).toEqual(eased(straight, middle, 'both'))
    expect(eased(straight, new Set([0, 10]), 'both')[0]?.ease).toEqual({ bezier: [0.42, 0, 0.58, 1] })
  })

  it('makes a straight line again, and leaves one that holds before it alone', () => {
    const curved = eased(film('linear', 'linear', 'linear'), middle, 'both')
    expect(eased(curved, middle, 'linear')).toEqual(film('linear', 'linear', 'linear'))
    expect(eased(film('hold', 'hold', 'linear'), middle, 'both')[0]?.ease).toBe('hold')
    expect(eased(film('linear', 'linear', 'linear'), middle, 'hold')).toEqual(film('linear', 'hold', 'linear'))
  })

  it('keeps the handles of a curve that has some', () => {
    const own = film('linear', { bezier: [0.1, 0.9, 0.2, 1] }, 'linear')
    expect(eased(own, middle, 'bezier')).toEqual(own)
  })
})

it.each<EaseKind>(['linear', 'hold', 'in', 'out', 'both'])('shows again what was chosen: %s', (kind) => {
  expect(easeKind(eased(film('linear', 'linear', 'linear'), middle, kind), 10)).toBe(kind)
})

it('shows handles of its own as a Bezier curve', () => {
  expect(easeKind(film('linear', { bezier: [0.1, 0.9, 0.2, 1] }, 'linear'), 10)).toBe('bezier')
})
