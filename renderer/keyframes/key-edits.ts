import type { Keyframe } from '../../core/look/keyframes.ts'
import { frameUnder } from '../../core/timeline/clip-time.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { lookUp } from '../../core/timeline/queries.ts'
import { sequenceStore, toast, uiStore } from '../store/index.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { transport } from '../viewer/transport.ts'
import { eased } from './ease.ts'
import type { EaseKind } from './ease.ts'
import { heldBy, merged, movedKeys, revalued } from './key-list.ts'
import { chooseKeys, keyStore, NO_KEYS } from './key-store.ts'
import { laneEdit, laneOf, laneValue } from './lane.ts'
import type { Lane, LaneName } from './lane.ts'

/** The selected keyframes as they were when a hand was put on them. */
export interface Held {
  clip: Clip
  /** The one that the keys work from. */
  at: number | null
  lanes: readonly { lane: Lane; chosen: ReadonlySet<number> }[]
}

/** The clip whose lanes are in the inspector. */
export function clipNow(): Clip | null {
  const { shown } = sequenceStore.getState()
  const { clip } = uiStore.getState()
  return shown && clip !== null ? (lookUp(shown, clip)?.clip ?? null) : null
}

/** The frame of a clip under the playhead, held inside the clip. */
export function frameNow(clip: Clip): number {
  return frameUnder(clip, transport.getState().at)
}

/** Takes the selected keyframes in hand; null where none of them are there any more. */
export function holdKeys(): Held | null {
  const clip = clipNow()
  if (!clip) return null
  const names = Object.keys(keyStore.getState().chosen) as LaneName[]
  const lanes = names.flatMap((name) => {
    const lane = laneOf(clip, name)
    const wanted = keyStore.getState().chosen[name] ?? NO_KEYS
    const chosen = new Set(lane.keys.map(({ at }) => at).filter((at) => wanted.has(at)))
    return chosen.size > 0 ? [{ lane, chosen }] : []
  })
  return lanes.length > 0 ? { clip, at: keyStore.getState().at, lanes } : null
}

/** Moves what is held by frames and raises its values, from where it was. The selection goes along. */
export function moveHeld(held: Held, by: number, raise: number, make: (...edits: Edit[]) => boolean): void {
  const { clip, lanes } = held
  // All of them move as far as the one that is first stopped.
  const far = lanes.reduce((least, { lane, chosen }) => heldBy(lane.keys, chosen, least, clip.length), by)
  const edits = lanes.map(({ lane, chosen }) => {
    const raised = raise === 0 ? lane.keys : revalued(lane.keys, chosen, (value) => inLane(lane, value + raise))
    return laneEdit(clip, lane.name, movedKeys(raised, chosen, far, clip.length), null)
  })
  if (!make(...edits)) return
  const chosen = lanes.map(({ lane, chosen }) => [lane.name, new Set([...chosen].map((at) => at + far))])
  keyStore.setState({ chosen: Object.fromEntries(chosen), at: held.at === null ? null : held.at + far })
}

/** A value that a lane can have, rounded to what is written of it. */
export function inLane({ name, min, max }: Pick<Lane, 'name' | 'min' | 'max'>, value: number): number {
  const parts = name === 'speed' ? 10 : 100
  return Math.min(max, Math.max(min, Math.round(value * parts) / parts))
}

/** Moves the selected keyframes by frames; presses that follow quickly are one step. */
export function nudgeKeys(by: number): void {
  withHeld((held) => moveHeld(held, by, 0, (...edits) => tryGesture('nudge keys', ...edits)))
}

/** Raises the values of the selected keyframes. */
export function raiseKeys(by: number): void {
  withHeld((held) => moveHeld(held, 0, by, (...edits) => tryGesture('raise keys', ...edits)))
}

/** Gives the selected keyframes of a lane one value. */
export function setKeyValue(name: LaneName, value: number): void {
  withHeld(({ clip, lanes }) => {
    const edits = lanes
      .filter(({ lane }) => lane.name === name)
      .map(({ lane, chosen }) =>
        laneEdit(
          clip,
          name,
          revalued(lane.keys, chosen, () => inLane(lane, value)),
          null,
        ),
      )
    tryGesture(`key value ${name}`, ...edits)
  })
}

/** Removes the selected keyframes; where none are left, the first of them leaves its value for the whole clip. */
export function removeKeys(): void {
  withHeld(({ clip, lanes }) => {
    const edits = lanes.map(({ lane, chosen }) => {
      const rest = lane.keys.find(({ at }) => chosen.has(at))?.value ?? null
      return laneEdit(
        clip,
        lane.name,
        lane.keys.filter(({ at }) => !chosen.has(at)),
        rest,
      )
    })
    if (tryEdit(...edits)) keyStore.setState({ chosen: {}, at: null })
  })
}

export function easeKeys(kind: EaseKind): void {
  withHeld(({ clip, lanes }) => {
    const own = lanes.filter(({ lane }) => lane.name !== 'speed')
    if (own.length === 0) {
      toast('Speeds go in straight lines between their points.')
      return
    }
    const edits = own.flatMap(({ lane, chosen }) => {
      const next = eased(lane.keys, chosen, kind)
      return JSON.stringify(next) === JSON.stringify(lane.keys) ? [] : [laneEdit(clip, lane.name, next, null)]
    })
    if (edits.length > 0) tryEdit(...edits)
  })
}

/** Keeps the selected keyframes for a paste, here or in another clip. */
export function copyKeys(): void {
  withHeld(({ lanes }) => {
    const first = Math.min(...lanes.flatMap(({ chosen }) => [...chosen]))
    const copied = lanes.map(({ lane, chosen }) => ({
      lane: lane.name,
      keys: lane.keys.filter(({ at }) => chosen.has(at)).map((key) => ({ ...key, at: key.at - first })),
    }))
    keyStore.setState({ copied })
    const count = copied.reduce((sum, { keys }) => sum + keys.length, 0)
    toast(count === 1 ? 'A keyframe is copied.' : `${count} keyframes are copied.`)
  })
}

/** Lays the copied keyframes into the clip, the earliest at the playhead; those of one lane go into the lane in hand. */
export function pasteKeys(lanes: readonly LaneName[]): void {
  const clip = clipNow()
  const { copied, lane: front } = keyStore.getState()
  const [only, ...more] = copied
  if (!clip || !only) return
  const from = frameNow(clip)
  const into = front !== null && more.length === 0 && lanes.includes(front) ? front : null
  const fitting = copied
    .map(({ lane, keys }) => ({ lane: into ?? lane, keys: keys.map((key) => ({ ...key, at: key.at + from })) }))
    .filter(({ lane }) => lanes.includes(lane))
  if (fitting.length === 0) {
    toast('This clip has nothing that those keyframes would change.')
    return
  }
  const edits = fitting.map(({ lane, keys }) => laneEdit(clip, lane, merged(laneOf(clip, lane).keys, keys), null))
  if (!tryEdit(...edits)) return
  for (const [index, { lane, keys }] of fitting.entries()) {
    chooseKeys(
      lane,
      keys.map(({ at }) => at),
      index > 0,
    )
  }
}

/** Selects every keyframe of the lane in hand. */
export function chooseAll(): void {
  const clip = clipNow()
  const { lane } = keyStore.getState()
  if (!clip || lane === null) return
  chooseKeys(
    lane,
    laneOf(clip, lane).keys.map(({ at }) => at),
  )
}

/** Sets a keyframe of a lane at a frame of the clip, on the curve as it is there. */
export function setKeyAt(clip: Clip, lane: Lane, at: number): void {
  const ease: Keyframe['ease'] = lane.keys.findLast((key) => key.at < at)?.ease === 'hold' ? 'hold' : 'linear'
  const key: Keyframe = { at, value: inLane(lane, laneValue(lane, at)), ease }
  if (tryEdit(laneEdit(clip, lane.name, merged(lane.keys, [key]), null))) chooseKeys(lane.name, [at])
}

function withHeld(run: (held: Held) => void): void {
  const held = holdKeys()
  if (held) run(held)
  else toast('Select a keyframe first.')
}
