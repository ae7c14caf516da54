import type { JSX } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { tryGesture } from '../timeline/edits.ts'
import { NumberField, Select } from '../ui/index.ts'
import { EASE_WORDS, easeKind } from './ease.ts'
import type { EaseKind } from './ease.ts'
import { easeKeys, holdKeys, moveHeld, setKeyValue } from './key-edits.ts'
import { useKeys } from './key-store.ts'
import { valueWords } from './lane.ts'
import type { Lane } from './lane.ts'

const EASES = (Object.entries(EASE_WORDS) as [EaseKind, string][]).map(([value, label]) => ({ value, label }))

/** The selected keyframes of a lane in numbers: when, how much, and how the value gets there and leaves. */
export function KeyFields({
  clip,
  lane,
  chosen,
}: {
  clip: Clip
  lane: Lane
  chosen: ReadonlySet<number>
}): JSX.Element | null {
  const active = useKeys((state) => (state.lane === lane.name ? state.at : null))
  const own = lane.keys.filter(({ at }) => chosen.has(at))
  const key = own.find(({ at }) => at === active) ?? own.at(-1)
  if (!key) return null
  const which = own.length === 1 ? 'the keyframe' : `${own.length} keyframes`
  return (
    <div className="key-fields" role="group" aria-label={`Selected keyframes of ${lane.label.toLowerCase()}`}>
      <NumberField
        label={`Frame of ${which}`}
        className="key-frame"
        value={key.at}
        min={Math.min(0, key.at)}
        max={Math.max(clip.length - 1, key.at)}
        step={1}
        format={(at) => `frame ${at}`}
        onChange={(at) => {
          const held = holdKeys()
          if (held && at !== key.at) {
            moveHeld(held, at - key.at, 0, (...edits) => tryGesture('key frame', ...edits))
          }
        }}
      />
      <NumberField
        label={`Value of ${which}`}
        className="key-value"
        value={Number(key.value.toFixed(2))}
        min={lane.min}
        max={lane.max}
        step={lane.step}
        fine={lane.name === 'speed' ? 0.1 : 0.01}
        format={(value) => valueWords(value, lane.unit)}
        onChange={(value) => setKeyValue(lane.name, value)}
      />
      {lane.name === 'speed' ? null : (
        <Select
          aria-label={`Easing of ${which}`}
          options={EASES}
          value={easeKind(lane.keys, key.at)}
          onChange={(value) => {
            const kind = EASES.find((one) => one.value === value)?.value
            if (kind) easeKeys(kind)
          }}
        />
      )}
      {own.length > 1 && <span className="key-count">{own.length} selected</span>}
    </div>
  )
}
