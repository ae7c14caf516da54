import type { PixelFrame } from '../../../core/review/picture.ts'
import { between, drawFrame, drawScene, drawSubject, FIXED, pick, randomFrom } from './drawing.ts'
import type { Camera, Random, Rgb, Subject } from './drawing.ts'

type Clip = PixelFrame[]

/** What a clip of a kind shows in frame `at` of `frames`. */
type Kind = (random: Random, frames: number) => (at: number) => PixelFrame

const length = (random: Random): number => pick(random, [16, 16, 24, 32])
const grainOf = (random: Random): number => pick(random, [0, 0, 1, 3])

/** Footage without a defect, of every sort that a rule of thumb could take for one. */
export const CLEAN: Readonly<Record<string, Kind>> = {
  'slow motion': (random) => {
    const [scene, subject, grain] = [drawScene(random, 0), drawSubject(random), grainOf(random)]
    const [dx, dy] = [between(random, 0.0004, 0.004), between(random, -0.003, 0.003)]
    return (at) => drawFrame(scene, [{ ...subject, x: subject.x + at * dx, y: subject.y + at * dy }], { grain, random })
  },
  'a still subject': (random) => {
    const [scene, subject, grain] = [drawScene(random, pick(random, [0, 40])), drawSubject(random), grainOf(random)]
    return () => drawFrame(scene, [subject], { grain, random })
  },
  'fast across the frame': (random) => {
    const [scene, subject, grain] = [drawScene(random, pick(random, [0, 30])), drawSubject(random), grainOf(random)]
    const speed = between(random, 0.06, 0.2)
    const start = -subject.radius - between(random, 0, 4) * speed
    return (at) => drawFrame(scene, [{ ...subject, x: start + at * speed }], { grain, random })
  },
  'blinking lights': (random) => {
    const [scene, grain] = [drawScene(random, pick(random, [0, 30])), grainOf(random)]
    const room = random() < 0.3
    const lamps = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
      ...drawSubject(random),
      radius: between(random, 0.03, 0.12),
      x: random(),
      y: random(),
      period: 4 + Math.floor(random() * 8),
      phase: Math.floor(random() * 8),
    }))
    return (at) => {
      const lit = lamps.filter(({ period, phase }) => (at + phase) % period < period / 2)
      const gain = room && lit.length > 0 ? 1 : 0.8
      return drawFrame(scene, lit, { grain, random, gain: [gain, gain, gain] })
    }
  },
  grain: (random) => {
    const [scene, subject, grain] = [drawScene(random, 20), drawSubject(random), between(random, 3, 12)]
    const speed = between(random, 0, 0.02)
    return (at) => drawFrame(scene, [{ ...subject, x: subject.x + at * speed }], { grain, random })
  },
  fades: (random, frames) => {
    const [scene, subject, grain] = [drawScene(random, pick(random, [0, 40])), drawSubject(random), grainOf(random)]
    const span = Math.floor(between(random, 4, frames))
    const [into, white] = [random() < 0.5, random() < 0.2]
    return (at) => {
      const gain = Math.min(1, (into ? at : frames - 1 - at) / span)
      const x = subject.x + at * 0.01
      const lift = white ? 255 * (1 - gain) : 0
      return drawFrame(scene, [{ ...subject, x }], { grain: grain * gain, random, gain: [gain, gain, gain], lift })
    }
  },
  zooms: camera((random, frames) => {
    const factor = between(random, 1.15, 2)
    const into = random() < 0.5
    return (at) => ({ ...FIXED, zoom: factor ** ((into ? at : frames - at) / frames) })
  }),
  pans: camera((random) => {
    const [dx, dy] = [between(random, -0.03, 0.03), between(random, -0.012, 0.012)]
    return (at) => ({ x: at * dx, y: at * dy, zoom: 1 })
  }),
  'a shaking camera': camera((random) => {
    const places = Array.from({ length: 40 }, () => [between(random, -0.02, 0.02), between(random, -0.02, 0.02)])
    return (at) => ({ x: places[at]?.[0] ?? 0, y: places[at]?.[1] ?? 0, zoom: 1 })
  }),
  bounces: subjects((random) => {
    const [period, height] = [pick(random, [6, 8, 12, 16]), between(random, 0.2, 0.45)]
    return (subject, at) => ({ ...subject, y: 0.75 - height * Math.abs(Math.sin((Math.PI * at) / period)) })
  }),
  'spins and circles': subjects((random) => {
    const [speed, wide] = [between(random, 0.1, 0.8), between(random, 0, 0.25)]
    return (subject, at) => ({
      ...subject,
      x: 0.5 + wide * Math.cos(at * speed),
      y: 0.5 + wide * Math.sin(at * speed),
      turn: at * speed,
    })
  }),
  'comes to rest': subjects((random) => {
    const [speed, pace] = [between(random, 0.05, 0.5), between(random, 0.15, 0.5)]
    return (subject, at) => ({ ...subject, x: 0.15 + speed * (1 - Math.exp(-at * pace)) })
  }),
  'grows and shrinks': subjects((random, frames) => {
    const factor = between(random, 0.4, 2.2)
    return (subject, at) => ({ ...subject, radius: subject.radius * factor ** (at / frames) })
  }),
  'falls like a leaf': subjects((random, frames) => {
    const [swing, speed] = [between(random, 0.05, 0.2), between(random, 0.3, 0.9)]
    return (subject, at) => ({
      ...subject,
      x: 0.5 + swing * Math.sin(at * speed),
      y: 0.1 + (0.8 * at) / frames,
      turn: Math.sin(at * speed),
    })
  }),
  'one crosses another': (random, frames) => {
    const [scene, grain] = [drawScene(random, pick(random, [0, 30])), grainOf(random)]
    const [one, other] = [drawSubject(random), drawSubject(random)]
    return (at) =>
      drawFrame(
        scene,
        [
          { ...one, x: at / frames },
          { ...other, x: 1 - at / frames },
        ],
        { grain, random },
      )
  },
  'rain and snow': (random) => {
    const scene = drawScene(random, 0)
    const [speed, slant] = [between(random, 0.02, 0.15), between(random, -0.03, 0.03)]
    const white: Rgb = [235, 240, 250]
    const flakes = Array.from({ length: 60 }, () => ({ x: random(), y: random(), depth: between(random, 0.5, 1) }))
    return (at) =>
      drawFrame(
        scene,
        flakes.map(({ x, y, depth }) => ({
          shape: 'ball',
          colour: white,
          radius: 0.012 * depth,
          turn: 0,
          x: (x + at * slant + 10) % 1,
          y: (y + at * speed * depth) % 1,
        })),
      )
  },
  'a flash of lightning': (random, frames) => {
    const [scene, subject] = [drawScene(random, pick(random, [0, 30])), drawSubject(random)]
    const when = 3 + Math.floor(random() * (frames - 6))
    return (at) => {
      const gain = at === when ? 1.7 : at === when + 1 ? 1.25 : 1
      return drawFrame(scene, [{ ...subject, x: subject.x + at * 0.005 }], { gain: [gain, gain, gain] })
    }
  },
  'a hand that ticks': subjects((random) => {
    const every = 3 + Math.floor(random() * 5)
    return (subject, at) => ({ ...subject, shape: 'bar', turn: Math.floor(at / every) * 0.5 })
  }),
  'drawn on twos and threes': subjects((random) => {
    const [hold, speed] = [2 + Math.floor(random() * 2), between(random, 0.01, 0.03)]
    return (subject, at) => ({ ...subject, x: 0.2 + Math.floor(at / hold) * hold * speed })
  }),
  'stands, then walks off': subjects((random) => {
    const [start, speed] = [2 + Math.floor(random() * 5), between(random, 0.01, 0.04)]
    // Nobody starts at full speed: two frames to get there.
    return (subject, at) => ({
      ...subject,
      x: subject.x + speed * Math.max(0, at - start) * Math.min(1, (at - start) / 4),
    })
  }),
}

function subjects(motion: (random: Random, frames: number) => (subject: Subject, at: number) => Subject): Kind {
  return (random, frames) => {
    const [scene, subject, grain] = [drawScene(random, pick(random, [0, 30])), drawSubject(random), grainOf(random)]
    const move = motion(random, frames)
    return (at) => drawFrame(scene, [move(subject, at)], { grain, random })
  }
}

function camera(motion: (random: Random, frames: number) => (at: number) => Camera): Kind {
  return (random, frames) => {
    const [scene, subject, grain] = [drawScene(random, between(random, 20, 90)), drawSubject(random), grainOf(random)]
    const move = motion(random, frames)
    return (at) => drawFrame(scene, [subject], { camera: move(at), grain, random })
  }
}

/** The clean clip of a kind and a seed. */
export function cleanClip(name: string, seed: number, frames = length(randomFrom(seed + 991))): Clip {
  const kind = CLEAN[name]
  if (!kind) throw new Error(`there is no clip "${name}"`)
  const draw = kind(randomFrom(seed * 7919 + name.length * 104729), frames)
  return Array.from({ length: frames }, (_, at) => draw(at))
}
