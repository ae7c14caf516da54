import { useRef } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import './keyframes.css'
import type { Keyframe } from '../../core/look/keyframes.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { commandItem } from '../change/change-items.ts'
import { setKeysInHand, useSequence } from '../store/index.ts'
import { cx, useContextMenu } from '../ui/index.ts'
import { CurveEditor } from './curve-editor.tsx'
import { EASE_WORDS, easeKind } from './ease.ts'
import { raiseKeys, setKeyAt } from './key-edits.ts'
import { KeyFields } from './key-fields.tsx'
import { drawnKeys } from './key-list.ts'
import { chooseKeys, chooseNone, keyStore, NO_KEYS, useKeys } from './key-store.ts'
import { valueWords } from './lane.ts'
import type { Lane } from './lane.ts'
import { useKeyDrag } from './use-key-drag.ts'
import { NowLine } from './now-line.tsx'
import { useLaneView } from './use-lane-view.ts'

/** As many as have a pixel of their own in a wide inspector. */
const MOST_MARKS = 500

/** The keyframes of one property over the clip, its curve where that is open, and what is selected in numbers. */
export function KeyLane({ clip, lane }: { clip: Clip; lane: Lane }): JSX.Element {
  const open = useKeys(({ curves }) => curves.has(lane.name))
  const chosen = useKeys((state) => state.chosen[lane.name]) ?? NO_KEYS
  return (
    <div className="key-lane">
      <Diamonds clip={clip} lane={lane} />
      {open && <CurveEditor clip={clip} lane={lane} />}
      {lane.keys.some(({ at }) => chosen.has(at)) && <KeyFields clip={clip} lane={lane} chosen={chosen} />}
    </div>
  )
}

function Diamonds({ clip, lane }: { clip: Clip; lane: Lane }): JSX.Element {
  const track = useRef<HTMLDivElement>(null)
  const view = useLaneView(track, clip)
  const chosen = useKeys((state) => state.chosen[lane.name]) ?? NO_KEYS
  const active = useKeys((state) => (state.lane === lane.name ? state.at : null))
  const sequence = useSequence((state) => state.shown)
  const { band, keyAt, frameAt, cancel, ...pointer } = useKeyDrag(track, clip, lane, view)
  const { onContextMenu, menu } = useContextMenu(`Keyframes of ${lane.label.toLowerCase()}`, () => keyItems(lane))
  const x = (at: number): string => `${(100 * (at - view.from)) / (view.to - view.from)}%`
  const words = (key: Keyframe): string => {
    const code = sequence ? sequenceTimecode(clip.start + key.at, sequence) : String(key.at)
    const value = valueWords(key.value, lane.unit)
    return lane.name === 'speed' ? `${code}, ${value}` : `${code}, ${value}, ${EASE_WORDS[easeKind(lane.keys, key.at)]}`
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const done = event.key === 'Escape' ? cancel() || leave(lane) : walk(lane, active, event)
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div
        className="key-track"
        role="listbox"
        tabIndex={0}
        aria-label={`Keyframes of ${lane.label.toLowerCase()}`}
        aria-multiselectable="true"
        aria-orientation="horizontal"
        aria-activedescendant={active === null ? undefined : idOf(lane, active)}
        {...pointer}
        onPointerCancel={cancel}
        onFocus={(event) => {
          setKeysInHand(true)
          if (event.currentTarget.matches(':focus-visible')) keyStore.setState({ lane: lane.name })
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={(event) => {
          const at = Math.round(frameAt(event.clientX))
          if (keyAt(event.clientX) === null && at >= 0 && at < clip.length) setKeyAt(clip, lane, at)
        }}
        onContextMenu={(event) => {
          const at = event.clientX === 0 ? null : keyAt(event.clientX)
          if (at !== null && !chosen.has(at)) chooseKeys(lane.name, [at])
          setKeysInHand(true)
          onContextMenu(event)
        }}
      >
        <div className="key-inner" ref={track}>
          {band && <span className="key-band" style={{ left: x(band.from), right: `calc(100% - ${x(band.to)})` }} />}
          {drawnKeys(lane.keys, view, chosen, MOST_MARKS).map((key) => (
            <span
              key={key.at}
              id={idOf(lane, key.at)}
              role="option"
              aria-selected={chosen.has(key.at)}
              aria-label={words(key)}
              className={cx(
                'key-mark',
                `key-mark-${shapeOf(lane, key)}`,
                chosen.has(key.at) && 'is-chosen',
                active === key.at && 'is-active',
              )}
              style={{ left: x(key.at) }}
            />
          ))}
          <NowLine clip={clip} view={view} />
        </div>
        {lane.keys.some(({ at }) => at < view.from) && <span className="key-more key-more-before" />}
        {lane.keys.some(({ at }) => at > view.to) && <span className="key-more key-more-after" />}
      </div>
      {menu}
    </>
  )
}

const idOf = (lane: Lane, at: number): string => `key-${lane.name}-${at}`

/** How a keyframe is drawn: by the way the value leaves it. */
function shapeOf({ name }: Lane, { ease }: Keyframe): string {
  if (ease === 'hold') return 'hold'
  return name !== 'speed' && typeof ease === 'object' ? 'eased' : 'linear'
}

/** Goes along the keyframes with the arrow keys, and up and down with their values; whether the key was one of those. */
function walk(lane: Lane, active: number | null, { key, shiftKey }: KeyboardEvent): boolean {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    if (active === null) return false
    raiseKeys((key === 'ArrowUp' ? 1 : -1) * lane.step * (shiftKey ? 10 : 1))
    return true
  }
  const ats = lane.keys.map(({ at }) => at)
  const place = active === null ? -1 : ats.indexOf(active)
  const steps: Record<string, number | undefined> = {
    ArrowLeft: Math.max(0, place - 1),
    ArrowRight: Math.min(ats.length - 1, place + 1),
    Home: 0,
    End: ats.length - 1,
  }
  const next = ats[steps[key] ?? -1]
  if (next === undefined) return false
  chooseKeys(lane.name, [next], shiftKey)
  return true
}

/** Lets go of what is selected; whether anything was. */
function leave(lane: Lane): boolean {
  const any = Object.values(keyStore.getState().chosen).some((chosen) => chosen.size > 0)
  if (any) chooseNone(lane.name)
  return any
}

function keyItems(lane: Lane): Parameters<typeof useContextMenu>[1] extends () => infer Items ? Items : never {
  const ways =
    lane.name === 'speed'
      ? []
      : (
          [
            'keyframe.linear',
            'keyframe.hold',
            'keyframe.easeIn',
            'keyframe.easeOut',
            'keyframe.easeBoth',
            'keyframe.bezier',
          ] as const
        ).map(commandItem)
  return [
    ...ways,
    ...(ways.length > 0 ? [null] : []),
    ...(['keyframe.set', 'keyframe.curve'] as const).map(commandItem),
    null,
    ...(['keyframe.copy', 'keyframe.paste', 'keyframe.all'] as const).map(commandItem),
    null,
    ...(['keyframe.zoomIn', 'keyframe.zoomOut', 'keyframe.fit'] as const).map(commandItem),
    null,
    commandItem('keyframe.remove'),
  ]
}
