import type { DeviceId } from '../../../core/generation/device.ts'

/** What the jobs that run at once are planned to take of the memory, a worker each. */
export class Claims {
  readonly #peaks = new Map<DeviceId, number>()

  /** The job of a device may come to hold this many bytes; it takes the place of what it claimed before. */
  claim(device: DeviceId, peakBytes: number): void {
    this.#peaks.set(device, peakBytes)
  }

  release(device: DeviceId): void {
    this.#peaks.delete(device)
  }

  has(device: DeviceId): boolean {
    return this.#peaks.has(device)
  }

  /** Bytes that the jobs of all other devices have yet to take; what a worker holds already (`held`) is not free anyway. */
  ofOthers(device: DeviceId, held: (device: DeviceId) => number): number {
    return [...this.#peaks]
      .filter(([other]) => other !== device)
      .reduce((sum, [other, peak]) => sum + Math.max(0, peak - held(other)), 0)
  }
}
