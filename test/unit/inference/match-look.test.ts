import { expect, test } from 'vitest'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import { lookOf, pulledTo } from '../../../main/inference/sampler/match-look.ts'

const shape = { channels: 2, frames: 8, height: 4, width: 4 }
const COUNT = 2 * 8 * 16
const first = new TorchGenerator(1).randn(COUNT)
/** Brighter in one channel and flatter in the other, as a pass may drift. */
const drifted = new TorchGenerator(2).randn(COUNT).map((value, i) => (i < COUNT / 2 ? value + 3 : value * 0.2 - 1))

test('at full strength what is made has the mean and the spread of the first pass, once it has turned to it', () => {
  const look = lookOf(first, shape, 0, 8)
  // All frames but the first four of those that are made; whose own look is that of all of them.
  const { mean, spread } = lookOf(pulledTo(look, drifted, shape, 0, 1), shape, 4, 8)
  const own = lookOf(drifted, shape, 0, 8)
  const late = lookOf(drifted, shape, 4, 8)
  for (const channel of [0, 1]) {
    const scale = (look.spread[channel] ?? 0) / (own.spread[channel] ?? 1)
    const expected = ((late.mean[channel] ?? 0) - (own.mean[channel] ?? 0)) * scale + (look.mean[channel] ?? 0)
    expect(mean[channel]).toBeCloseTo(expected, 5)
    expect(spread[channel]).toBeCloseTo((late.spread[channel] ?? 0) * scale, 5)
  }
})

test('what was given stays to the bit, and what follows turns by and by', () => {
  const pulled = pulledTo(lookOf(first, shape, 0, 8), drifted, shape, 3, 0.5)
  for (const channel of [0, 1]) {
    const at = channel * 8 * 16
    expect(pulled.slice(at, at + 3 * 16)).toEqual(drifted.slice(at, at + 3 * 16))
  }
  const moved = [3, 4, 5, 6].map((frame) => Math.abs((pulled[frame * 16] ?? 0) - (drifted[frame * 16] ?? 0)))
  expect(moved[0]).toBeLessThan(moved[3] ?? 0)
})

test('a channel without any spread is moved and not stretched', () => {
  const flat = new Float32Array(COUNT).fill(2)
  const look = lookOf(first, shape, 0, 8)
  const pulled = pulledTo(look, flat, shape, 0, 1)
  expect(pulled.every(Number.isFinite)).toBe(true)
  expect(pulled[7 * 16]).toBeCloseTo(look.mean[0] ?? 0, 5)
})
