import { expect, it } from 'vitest'
import type { Device } from '../../../../core/contract/system.ts'
import { deviceId } from '../../../../core/generation/device.ts'
import type { Provider } from '../../../../core/generation/recipe.ts'
import { deviceChoices, deviceWords } from '../../../../renderer/app/device-words.ts'

const device = (provider: Provider, index = 0, available = true): Device => ({
  id: deviceId(provider, index),
  provider,
  available,
  reason: available ? '' : 'It has no driver.',
  hardware: '',
  label: provider,
})
const labels = (devices: Device[], chosen: string | null = null): string[] =>
  deviceChoices(devices, chosen).map(({ label }) => label)

it('names devices as people know them', () => {
  expect(['cpu', 'cpu:0', 'cuda:1', 'coreml:0'].map(deviceWords)).toEqual(['CPU', 'CPU', 'CUDA 2', 'Core ML'])
})

it('offers what is here, by number only where there are several', () => {
  expect(labels([device('cpu'), device('webgpu'), device('cuda', 0, false)])).toEqual(['the fastest', 'CPU', 'WebGPU'])
  expect(labels([device('cpu'), device('cuda'), device('cuda', 1)])).toEqual([
    'the fastest',
    'CPU',
    'any CUDA',
    'CUDA 1',
    'CUDA 2',
  ])
})

it('keeps what was chosen in the list though it is gone, so that its refusal can be read', () => {
  expect(deviceChoices([device('cpu')], 'dml').at(-1)).toEqual({ value: 'dml', label: 'DirectML' })
})
