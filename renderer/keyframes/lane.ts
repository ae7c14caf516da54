import { valueAt } from '../../core/look/keyframes.ts'
import type { Animated, Keyframe } from '../../core/look/keyframes.ts'
import { PROPERTIES } from '../../core/look/properties.ts'
import type { PropertyName } from '../../core/look/properties.ts'
import { clipTime } from '../../core/timeline/clip-time.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { rampSpeed } from '../timeline/dialogs/speed-of.ts'

export type LaneName = PropertyName | 'speed'

/** What changes over the time of a clip, with its keyframes in frames of the clip: 0 is its first one. */
export interface Lane {
  name: LaneName
  label: string
  unit: string
  min: number
  max: number
  /** Of a drag on its number. */
  step: number
  keys: readonly Keyframe[]
}

/** Steps of a drag on a number, where one is too much. */
const FINE: Partial<Record<LaneName, number>> = { 'grade.exposure': 0.1, volume: 0.5 }
/** Percent, as the ramp dialog takes it. */
const SPEED = { label: 'Speed', unit: '%', min: -1000, max: 1000 }

/** Words and limits of a lane. */
export function laneHead(name: LaneName): Omit<Lane, 'keys'> {
  const { label, unit, min, max } = name === 'speed' ? SPEED : PROPERTIES[name]
  return { name, label, unit, min, max, step: FINE[name] ?? 1 }
}

/** A lane of a clip, with no keyframes where the value is the same all along. */
export function laneOf(clip: Clip, name: LaneName): Lane {
  const from = clipTime(clip)
  const keys = (name === 'speed' ? rampOf(clip) : keysOf(clip.look?.[name])).map((key) => ({
    ...key,
    at: key.at - from,
  }))
  return { ...laneHead(name), keys }
}

/** The edit that gives a lane these keyframes; where none are left, `rest` is its value for the whole clip. */
export function laneEdit(clip: Clip, name: LaneName, keys: readonly Keyframe[], rest: number | null): Edit {
  if (name === 'speed') {
    const points = keys.map(({ at, value }) => ({ at, speed: rampSpeed(value) }))
    return { name: 'speedRamp', args: { clip: clip.id, points } }
  }
  const from = clipTime(clip)
  const own = rest === PROPERTIES[name].neutral ? null : rest
  const value = keys.length > 0 ? keys.map((key) => ({ ...key, at: key.at + from })) : own
  return { name: 'setProperty', args: { clip: clip.id, property: name, value } }
}

/** The value of a lane at a frame of the clip. */
export function laneValue({ keys }: Pick<Lane, 'keys'>, at: number): number {
  return valueAt([...keys], at)
}

/** A value as the inspector writes it: "40 %", "90°". */
export function valueWords(value: number, unit: string): string {
  const shown = Number(value.toFixed(2))
  return `${shown}${unit === '' || unit === '°' || unit === '%' ? unit : ` ${unit}`}`
}

function keysOf(animated: Animated | undefined): readonly Keyframe[] {
  return typeof animated === 'object' ? animated : []
}

/** The points of a ramp; speeds go in straight lines between them. One steady speed is no ramp. */
function rampOf({ retime }: Clip): Keyframe[] {
  if (!retime || retime.points.length < 2) return []
  return retime.points.map(({ at, speed }) => ({
    at,
    value: Number(((speed.num * 100) / speed.den).toFixed(1)),
    ease: 'linear',
  }))
}
