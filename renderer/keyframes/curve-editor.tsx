import { useEffect, useRef, useState } from 'react'
import type { JSX, KeyboardEvent, PointerEvent } from 'react'
import type { Keyframe } from '../../core/look/keyframes.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { beginGesture, tryGesture } from '../timeline/edits.ts'
import { cx } from '../ui/index.ts'
import { useSize } from '../viewer/use-size.ts'
import { curvePath, handlePlaces, pulledHandle, valueRange, xOf, yOf } from './curve-shape.ts'
import type { CurveView } from './curve-shape.ts'
import { handlesOf } from './ease.ts'
import { holdKeys, moveHeld } from './key-edits.ts'
import type { Held } from './key-edits.ts'
import { drawnKeys, merged } from './key-list.ts'
import { chooseKeys, chooseNone, keyStore, NO_KEYS, toggleKey, useKeys } from './key-store.ts'
import { laneEdit, valueWords } from './lane.ts'
import type { Lane } from './lane.ts'
import { NowLine } from './now-line.tsx'
import { useLaneView } from './use-lane-view.ts'

const HEIGHT = 116
/** More points than that would hide the curve; zoomed in, all of them are there. */
const MOST_POINTS = 48
/** Least distance of the pointer that is a drag, in pixels. */
const MOVED_PX = 3

type Place = Pick<Keyframe, 'at' | 'value'>

interface Drag {
  x: number
  y: number
  moved: boolean
  /** Scales as they were when it began: the curve must not move away under the hand. */
  view: CurveView
  pull: (by: Place, straight: boolean) => void
}

/** The value over the time of the clip. Keyframes are dragged in time and value, and the handles of selected ones shape the curve. */
export function CurveEditor({ clip, lane }: { clip: Clip; lane: Lane }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const frames = useLaneView(box, clip)
  const chosen = useKeys((state) => state.chosen[lane.name]) ?? NO_KEYS
  const drag = useRef<Drag | null>(null)
  const [frozen, setFrozen] = useState<CurveView | null>(null)
  const view = frozen ?? { ...frames, ...valueRange(lane.keys) }
  const size = { width, height: HEIGHT }
  // One that is opened at the foot of the inspector is no use below it.
  useEffect(() => {
    box.current?.parentElement?.scrollIntoView({ block: 'nearest' })
  }, [])
  const at = ({ at, value }: Place) => ({ cx: xOf(at, view, size), cy: yOf(value, view, size) })

  const begin = (event: PointerEvent, pull: Drag['pull']): void => {
    if (event.button !== 0) return
    event.stopPropagation()
    box.current?.setPointerCapture(event.pointerId)
    box.current?.focus({ preventScroll: true })
    drag.current = { x: event.clientX, y: event.clientY, moved: false, view, pull }
  }
  const onPointerMove = (event: PointerEvent): void => {
    const now = drag.current
    if (!now) return
    const [dx, dy] = [event.clientX - now.x, event.clientY - now.y]
    if (!now.moved && Math.hypot(dx, dy) < MOVED_PX) return
    if (!now.moved) setFrozen(now.view)
    now.moved = true
    const { from, to, low, high } = now.view
    const by = { at: (dx / Math.max(1, width)) * (to - from), value: (-dy / HEIGHT) * (high - low) }
    now.pull(by, event.shiftKey)
  }
  const end = (): void => {
    drag.current = null
    setFrozen(null)
  }

  const onKey = (event: PointerEvent, key: Keyframe): void => {
    if (event.shiftKey || event.ctrlKey || event.metaKey) toggleKey(lane.name, key.at)
    else if (chosen.has(key.at)) keyStore.setState({ lane: lane.name, at: key.at })
    else chooseKeys(lane.name, [key.at])
    const held = holdKeys()
    if (held) begin(event, pullKeys(held))
  }
  const onHandle = (event: PointerEvent, index: number, which: 'out' | 'into'): void => {
    const [key, to] = [lane.keys[index], lane.keys[index + 1]]
    if (!key || !to) return
    const start = handlePlaces(key, to)[which]
    const make = beginGesture()
    begin(event, (by) => {
      const place = { at: start.at + by.at, value: start.value + by.value }
      make(laneEdit(clip, lane.name, merged(lane.keys, [pulledHandle(key, to, which, place)]), null))
    })
  }

  return (
    <div
      className="key-curve"
      role="group"
      aria-label={`Curve of ${lane.label.toLowerCase()}`}
      style={{ height: HEIGHT }}
    >
      <div
        className="key-curve-inner"
        ref={box}
        tabIndex={-1}
        onPointerDown={() => chooseNone(lane.name)}
        onPointerMove={onPointerMove}
        onPointerUp={end}
        onLostPointerCapture={end}
      >
        <svg width={width} height={HEIGHT}>
          <path className="key-curve-line" d={curvePath(lane.keys, view, size)} />
          {lane.name !== 'speed' &&
            lane.keys.slice(0, -1).map((key, index) => {
              const to = lane.keys[index + 1]
              if (!to || typeof key.ease !== 'object' || (!chosen.has(key.at) && !chosen.has(to.at))) return null
              const places = handlePlaces(key, to)
              return (['out', 'into'] as const).map((which) => {
                const [root, place] = [at(which === 'out' ? key : to), at(places[which])]
                return (
                  <g key={`${key.at} ${which}`} className="key-handle">
                    <line x1={root.cx} y1={root.cy} x2={place.cx} y2={place.cy} />
                    <Handle
                      label={which === 'out' ? `Way out of frame ${key.at}` : `Way into frame ${to.at}`}
                      {...place}
                      ease={key}
                      which={which}
                      onPointerDown={(event) => onHandle(event, index, which)}
                      onStep={(by) => {
                        const start = places[which]
                        const next = {
                          at: start.at + by.across * (to.at - key.at),
                          value: start.value + by.up * (to.value - key.value),
                        }
                        const pulled = pulledHandle(key, to, which, next)
                        tryGesture(
                          `handle ${lane.name} ${key.at} ${which}`,
                          laneEdit(clip, lane.name, merged(lane.keys, [pulled]), null),
                        )
                      }}
                    />
                  </g>
                )
              })
            })}
          {drawnKeys(lane.keys, view, chosen.size <= MOST_POINTS ? chosen : NO_KEYS, MOST_POINTS).map((key) => (
            <rect
              key={key.at}
              className={cx('key-point', chosen.has(key.at) && 'is-chosen')}
              x={at(key).cx - 3.5}
              y={at(key).cy - 3.5}
              width="7"
              height="7"
              onPointerDown={(event) => onKey(event, key)}
            />
          ))}
        </svg>
        <span className="key-scale key-scale-high mono">{valueWords(rounded(view.high, view), lane.unit)}</span>
        <span className="key-scale key-scale-low mono">{valueWords(rounded(view.low, view), lane.unit)}</span>
        <NowLine clip={clip} view={frames} />
      </div>
    </div>
  )
}

/** Drags keyframes, with Shift along the one axis that leads. */
function pullKeys(held: Held): Drag['pull'] {
  const make = beginGesture()
  let last = ''
  return (by, straight) => {
    const across = Math.abs(by.at) > 0.5 ? Math.round(by.at) : 0
    const level = straight && across !== 0
    const [frames, raise] = [across, level ? 0 : by.value]
    const next = `${frames} ${raise.toFixed(2)}`
    if (next === last) return
    last = next
    moveHeld(held, frames, raise, make)
  }
}

/** Scales are read, not measured: two digits of what they span are enough. */
function rounded(value: number, { low, high }: CurveView): number {
  const grain = 10 ** Math.floor(Math.log10((high - low) / 20))
  return Math.round(value / grain) * grain
}

interface HandleProps {
  label: string
  cx: number
  cy: number
  ease: Keyframe
  which: 'out' | 'into'
  onPointerDown: (event: PointerEvent) => void
  onStep: (by: { across: number; up: number }) => void
}

/** A handle of a curve; the arrow keys move it by a twentieth of the way. */
function Handle({ label, cx, cy, ease, which, onPointerDown, onStep }: HandleProps): JSX.Element {
  const [x1, y1, x2, y2] = handlesOf(ease.ease)
  const [across, up] = which === 'out' ? [x1, y1] : [x2, y2]
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const size = event.shiftKey ? 0.01 : 0.05
    onStep({ across: (step[0] ?? 0) * size, up: (step[1] ?? 0) * size })
  }
  return (
    <circle
      cx={cx}
      cy={cy}
      r="4"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={across}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuetext={`${across} across, ${up} up`}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}
