import { z } from 'zod'
import { Provider } from './recipe.ts'

const PROVIDERS = Provider.options.join('|')

/** One device of a provider, such as "cuda:1". `cpu:0` and `cpu:1` are two workers that share the processor's cores. */
export const DeviceId = z.string().regex(new RegExp(`^(${PROVIDERS}):[0-9]{1,2}$`))
export type DeviceId = z.infer<typeof DeviceId>

/** What a person may ask for: one device, or any device of a provider. */
export const DeviceWish = z.string().regex(new RegExp(`^(${PROVIDERS})(:[0-9]{1,2})?$`), {
  message: `one of ${Provider.options.join(', ')}, or one device such as cuda:1`,
})
export type DeviceWish = z.infer<typeof DeviceWish>

export function deviceId(provider: Provider, index: number): DeviceId {
  return `${provider}:${index}`
}

/** The provider of a device or of a wish. */
export function providerOf(device: DeviceId | DeviceWish): Provider {
  return Provider.parse(device.split(':')[0])
}

/** Which of its provider's devices it is, from 0. */
export function deviceIndex(device: DeviceId): number {
  return Number(device.split(':')[1])
}

/** The device that a wish names; undefined where any of its provider will do. */
export function pinned(wish: DeviceWish): DeviceId | undefined {
  return wish.includes(':') ? wish : undefined
}
