/** Zero crossings of the kernel to either side, and entries between two of them. */
const CROSSINGS = 16
const FINE = 512

/** How many samples to either side have a part in one that lies between them, for a sound that is made so much faster. */
export function reach(fastest: number): number {
  return Math.ceil(CROSSINGS * Math.max(1, fastest))
}

/**
 * A sample that lies between those of a sound: a sinc under a four-term Blackman-Harris window (Harris 1978), which lets nothing
 * through that the faster sound could not hold. `samples` has `channels` in turn; what lies outside is silence.
 */
export function between(samples: Float32Array, channels: number, channel: number, at: number, fastest: number): number {
  const cut = 1 / Math.max(1, fastest)
  const half = CROSSINGS / cut
  const last = Math.min(Math.floor(at + half), samples.length / channels - 1)
  let sum = 0
  for (let index = Math.max(0, Math.ceil(at - half)); index <= last; index += 1) {
    const place = Math.abs(index - at) * cut * FINE
    const low = Math.floor(place)
    const from = KERNEL[low] ?? 0
    sum += (samples[index * channels + channel] ?? 0) * (from + (place - low) * ((KERNEL[low + 1] ?? 0) - from))
  }
  return sum * cut
}

const KERNEL = Float64Array.from({ length: CROSSINGS * FINE + 2 }, (_, entry) => {
  const x = entry / FINE
  return x >= CROSSINGS ? 0 : (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window(x / CROSSINGS)
})

/** From 1 in the middle to 0 at the edge, where `x` is 1. */
function window(x: number): number {
  const turn = Math.PI * x
  return 0.35875 + 0.48829 * Math.cos(turn) + 0.14128 * Math.cos(2 * turn) + 0.01168 * Math.cos(3 * turn)
}
