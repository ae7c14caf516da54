import { expect, it } from 'vitest'
import type { Keyframe } from '../../../../core/look/keyframes.ts'
import { curvePath, handlePlaces, pulledHandle, valueRange } from '../../../../renderer/keyframes/curve-shape.ts'

const view = { from: 0, to: 20, low: 0, high: 100 }
const box = { width: 200, height: 100 }
const from: Keyframe = { at: 5, value: 20, ease: { bezier: [0.5, 0, 0.5, 1] } }
const to: Keyframe = { at: 15, value: 80, ease: 'hold' }

it('draws straight, curved and held ways, level before the first keyframe and after the last', () => {
  const keys: Keyframe[] = [from, to, { at: 18, value: 0, ease: 'linear' }]
  expect(curvePath(keys, view, box)).toBe('M0 80L50 80C100 80 100 20 150 20L180 20L180 100L200 100')
  expect(curvePath([], view, box)).toBe('')
})

it('has room for curves that swing over, and some for a level one', () => {
  const swing = valueRange([{ ...from, ease: { bezier: [0.5, -1, 0.5, 2] } }, to])
  expect(swing.low).toBeLessThan(-40)
  expect(swing.high).toBeGreaterThan(140)
  const level = valueRange([{ ...from, value: 0 }])
  expect(level.high).toBeGreaterThan(level.low)
})

it('puts a handle where it was pulled to, between its keyframes', () => {
  const pulled = pulledHandle(from, to, 'into', { at: 13, value: 110 })
  expect(pulled.ease).toEqual({ bezier: [0.5, 0, 0.8, 1.5] })
  expect(handlePlaces(pulled, to).into).toEqual({ at: 13, value: 110 })
  expect(pulledHandle(from, to, 'out', { at: 99, value: 20 }).ease).toEqual({ bezier: [1, 0, 0.5, 1] })
})

it('bends nothing between equal values', () => {
  const flat = pulledHandle(from, { ...to, value: 20 }, 'out', { at: 6, value: 90 })
  expect(flat.ease).toEqual({ bezier: [0.1, 0, 0.5, 1] })
})
