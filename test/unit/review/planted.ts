import type { FindingKind } from '../../../core/review/entities.ts'
import type { PixelFrame } from '../../../core/review/picture.ts'
import { between, level, pick, randomFrom } from './drawing.ts'
import type { Random, Rgb } from './drawing.ts'

type Clip = PixelFrame[]

interface Defect {
  kind: FindingKind
  plant(clip: Clip, random: Random, other: Clip): Clip
}

/** Ways to spoil a clip, and what a review must call each. */
export const DEFECTS: Readonly<Record<string, Defect>> = {
  'a freeze in the middle': {
    kind: 'frozen',
    plant: (clip, random) => {
      const [at, count] = [middle(clip, random), 3 + Math.floor(random() * 4)]
      return clip.map((frame, index) => (index > at && index < at + count ? (clip[at] as PixelFrame) : frame))
    },
  },
  'a freeze that goes on where it stopped': {
    kind: 'frozen',
    plant: (clip, random) => {
      const at = middle(clip, random)
      return [...clip.slice(0, at), ...Array.from({ length: 4 }, () => clip[at] as PixelFrame), ...clip.slice(at)]
    },
  },
  'a frozen end': {
    kind: 'frozen',
    plant: (clip) => {
      const at = Math.floor(clip.length * 0.65)
      return clip.map((frame, index) => (index > at ? (clip[at] as PixelFrame) : frame))
    },
  },
  'a cut to another scene': {
    kind: 'jump',
    plant: (clip, random, other) => {
      const at = middle(clip, random)
      return [...clip.slice(0, at), ...other.slice(0, clip.length - at)]
    },
  },
  'one frame of another scene': {
    kind: 'jump',
    plant: (clip, random, other) => clip.with(middle(clip, random), other[0] as PixelFrame),
  },
  'dropped frames': {
    kind: 'jump',
    plant: (clip) => [...clip.slice(0, Math.floor(clip.length * 0.3)), ...clip.slice(Math.ceil(clip.length * 0.65))],
  },
  'light that alternates': {
    kind: 'flicker',
    plant: (clip, random) => {
      const strength = between(random, 0.03, 0.1)
      return clip.map((frame, at) => graded(frame, gainOf(at % 2 === 0 ? 1 + strength : 1 - strength)))
    },
  },
  'light at random': {
    kind: 'flicker',
    plant: (clip, random) => {
      const strength = between(random, 0.06, 0.12)
      return clip.map((frame) => graded(frame, gainOf(1 + between(random, -strength, strength))))
    },
  },
  'colour that alternates': {
    kind: 'flicker',
    plant: (clip, random) => {
      const strength = between(random, 0.05, 0.12)
      return clip.map((frame, at) => {
        const sign = at % 2 === 0 ? strength : -strength
        return graded(frame, [1 + sign, 1, 1 - sign])
      })
    },
  },
  'a loop': {
    kind: 'loop',
    plant: (clip) => {
      const half = clip.slice(0, Math.floor(clip.length / 2))
      return [...half, ...half]
    },
  },
  'a clip that turns back': {
    kind: 'reverse',
    plant: (clip) => {
      const half = clip.slice(0, Math.floor(clip.length / 2))
      return [...half, ...half.toReversed()]
    },
  },
  'colour that drifts': {
    kind: 'drift',
    plant: (clip, random) => {
      const end = pick(random, [
        [1.25, 1, 0.8],
        [0.8, 1, 1.25],
        [1.2, 0.85, 1.2],
      ] as const)
      return clip.map((frame, at) => graded(frame, end.map((gain) => towards(gain, at, clip)) as unknown as Rgb))
    },
  },
  'light that drifts': {
    kind: 'drift',
    plant: (clip, random) => {
      const end = pick(random, [0.65, 1.4])
      return clip.map((frame, at) => graded(frame, gainOf(towards(end, at, clip))))
    },
  },
  'black frames': {
    kind: 'blank',
    plant: (clip, random) => {
      const [at, count] = [middle(clip, random), 1 + Math.floor(random() * 3)]
      const gain = gainOf(0)
      return clip.map((frame, index) => (index >= at && index < at + count ? graded(frame, gain) : frame))
    },
  },
}

function middle(clip: Clip, random: Random): number {
  return Math.floor(clip.length * between(random, 0.3, 0.6))
}

function gainOf(gain: number): Rgb {
  return [gain, gain, gain]
}

function towards(end: number, at: number, clip: Clip): number {
  return 1 + ((end - 1) * at) / (clip.length - 1)
}

function graded(frame: PixelFrame, gain: Rgb, lift = 0): PixelFrame {
  return { ...frame, rgb: frame.rgb.map((value, at) => level(value * (gain[at % 3] as number) + lift)) }
}

/** A clip with the defect of a name. */
export function planted(name: string, clip: Clip, other: Clip, seed: number): Clip {
  return (DEFECTS[name] as Defect).plant(clip, randomFrom(seed), other)
}
