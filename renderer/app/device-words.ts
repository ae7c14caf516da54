import type { Device } from '../../core/contract/system.ts'
import { providerOf, deviceIndex } from '../../core/generation/device.ts'
import type { Provider } from '../../core/generation/recipe.ts'

const NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
}

/** "CUDA", and "CUDA 2" for the second one of them. */
export function deviceWords(device: string): string {
  const name = NAMES[providerOf(device)]
  const index = device.includes(':') ? deviceIndex(device) : 0
  return index === 0 ? name : `${name} ${index + 1}`
}

/** What a job can be given: nothing in particular, any device of a provider, and each one where there are several. */
export function deviceChoices(devices: readonly Device[], chosen: string | null): { value: string; label: string }[] {
  const here = devices.filter(({ available }) => available)
  const several = new Set(
    here
      .filter(({ id, provider }) => here.some((other) => other.provider === provider && other.id !== id))
      .map(({ provider }) => provider),
  )
  const values = new Set<string>()
  for (const { id, provider } of here) {
    values.add(provider)
    if (several.has(provider)) values.add(id)
  }
  if (chosen !== null) values.add(chosen)
  const words = (value: string): string => {
    if (!several.has(providerOf(value))) return deviceWords(value)
    return value.includes(':') ? `${NAMES[providerOf(value)]} ${deviceIndex(value) + 1}` : `any ${deviceWords(value)}`
  }
  return [{ value: '', label: 'the fastest' }, ...[...values].map((value) => ({ value, label: words(value) }))]
}
