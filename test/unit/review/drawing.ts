import type { PixelFrame } from '../../../core/review/picture.ts'

export type Rgb = readonly [number, number, number]
/** Numbers from 0 to 1 that a seed repeats. */
export type Random = () => number

const EDGE = 96

/** Mulberry32 by Tommy Ettinger (public domain). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T
}

/** A colour at every place; x and y run from 0 to 1 and may leave that range, where a camera moves. */
export type Scene = (x: number, y: number) => Rgb

const SKIES: readonly (readonly [Rgb, Rgb])[] = [
  [
    [84, 158, 242],
    [204, 235, 255],
  ],
  [
    [102, 61, 133],
    [255, 158, 87],
  ],
  [
    [8, 10, 36],
    [33, 38, 87],
  ],
]
const GROUNDS: readonly Rgb[] = [
  [86, 158, 66],
  [214, 158, 87],
  [8, 56, 107],
  [230, 236, 245],
  [46, 46, 52],
]

/** Sky, hills, and a texture: none, soft or busy. */
export function drawScene(random: Random, busy: number): Scene {
  const [top, bottom] = pick(random, SKIES)
  const ground = pick(random, GROUNDS)
  const horizon = between(random, 0.5, 0.75)
  const [wave, phase] = [between(random, 4, 12), between(random, 0, 6)]
  const noise = latticeNoise(random)
  return (x, y) => {
    const hill = horizon + 0.05 * Math.sin(x * wave + phase)
    const cover = soft((y - hill) * EDGE)
    const ramp = Math.min(1, Math.max(0, y / hill))
    const grain = busy === 0 ? 0 : (noise(x * 9, y * 9) - 0.5) * busy + (noise(x * 23, y * 23) - 0.5) * busy * 0.6
    return [0, 1, 2].map((channel) => {
      const sky = (top[channel] as number) * (1 - ramp) + (bottom[channel] as number) * ramp
      return sky + cover * ((ground[channel] as number) - sky) + grain
    }) as unknown as Rgb
  }
}

/** Smooth noise on a lattice of 64 × 64 values, repeating beyond it. */
function latticeNoise(random: Random): (x: number, y: number) => number {
  const lattice = Float32Array.from({ length: 4096 }, random)
  const value = (x: number, y: number): number => lattice[((y & 63) << 6) | (x & 63)] as number
  const ease = (t: number): number => t * t * (3 - 2 * t)
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [u, v] = [ease(x - left), ease(y - top)]
    const upper = value(left, top) * (1 - u) + value(left + 1, top) * u
    const lower = value(left, top + 1) * (1 - u) + value(left + 1, top + 1) * u
    return upper * (1 - v) + lower * v
  }
}

export interface Subject {
  shape: 'ball' | 'box' | 'bar'
  colour: Rgb
  /** Centre, radius in shares of the picture, and turn in radians. */
  x: number
  y: number
  radius: number
  turn: number
}

export function drawSubject(random: Random): Subject {
  return {
    shape: pick(random, ['ball', 'box', 'bar'] as const),
    colour: [between(random, 20, 250), between(random, 20, 250), between(random, 20, 250)],
    x: between(random, 0.3, 0.7),
    y: between(random, 0.3, 0.7),
    radius: between(random, 0.08, 0.22),
    turn: between(random, 0, 3),
  }
}

/** Coverage of an edge, one pixel wide: 1 inside, where the distance is positive. */
function soft(inside: number): number {
  return Math.min(1, Math.max(0, 0.5 + inside))
}

function coverOf(subject: Subject, x: number, y: number): number {
  const [cos, sin] = [Math.cos(subject.turn), Math.sin(subject.turn)]
  const [dx, dy] = [x - subject.x, y - subject.y]
  const [u, v] = [cos * dx + sin * dy, cos * dy - sin * dx]
  const wide = subject.shape === 'bar' ? 0.35 : 1
  const distance = subject.shape === 'ball' ? Math.hypot(u, v) : Math.max(Math.abs(u) / wide, Math.abs(v))
  return soft((subject.radius - distance) * (subject.shape === 'bar' ? wide : 1) * EDGE)
}

export interface Camera {
  x: number
  y: number
  zoom: number
}

export const FIXED: Camera = { x: 0, y: 0, zoom: 1 }

const still = new WeakMap<Scene, Float32Array>()

/** The scene before a camera that does not move, drawn once. */
function backdrop(scene: Scene): Float32Array {
  const known = still.get(scene)
  if (known) return known
  const drawn = new Float32Array(3 * EDGE * EDGE)
  for (let at = 0; at < EDGE * EDGE; at += 1) drawn.set(scene((at % EDGE) / EDGE, Math.floor(at / EDGE) / EDGE), 3 * at)
  still.set(scene, drawn)
  return drawn
}

/** One frame: the scene through a camera, subjects before it, with gain, lift and grain (a standard deviation). */
export function drawFrame(
  scene: Scene,
  subjects: readonly Subject[],
  options: { camera?: Camera; gain?: Rgb; lift?: number; grain?: number; random?: Random } = {},
): PixelFrame {
  const { camera = FIXED, gain = [1, 1, 1], lift = 0, grain = 0, random = Math.random } = options
  const rgb = new Uint8Array(3 * EDGE * EDGE)
  const behind = camera === FIXED ? backdrop(scene) : null
  for (let row = 0, at = 0; row < EDGE; row += 1) {
    for (let column = 0; column < EDGE; column += 1) {
      const x = (column / EDGE - 0.5) / camera.zoom + 0.5 + camera.x
      const y = (row / EDGE - 0.5) / camera.zoom + 0.5 + camera.y
      let [r, g, b] = behind ? (behind.subarray(at, at + 3) as unknown as Rgb) : scene(x, y)
      for (const subject of subjects) {
        const reach = 1.5 * subject.radius
        if (Math.abs(x - subject.x) > reach || Math.abs(y - subject.y) > reach) continue
        const cover = coverOf(subject, x, y)
        r += cover * (subject.colour[0] - r)
        g += cover * (subject.colour[1] - g)
        b += cover * (subject.colour[2] - b)
      }
      // The sum of three is near enough to a bell.
      const noise = grain === 0 ? 0 : (random() + random() + random() - 1.5) * 2 * grain
      rgb[at++] = level(r * gain[0] + lift + noise)
      rgb[at++] = level(g * gain[1] + lift + noise)
      rgb[at++] = level(b * gain[2] + lift + noise)
    }
  }
  return { width: EDGE, height: EDGE, rgb }
}

export function level(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)))
}
