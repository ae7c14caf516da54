import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { toSeconds } from '../../core/timeline/time.ts'
import { formatSeconds, plural } from '../app/format.ts'
import { moves } from '../mask/mask-model.ts'
import { useMask } from '../mask/mask-store.ts'
import { useUi } from '../store/index.ts'
import { Button, Field, Kbd, NumberField, Select, Slider } from '../ui/index.ts'
import { hasRange } from './change-draft.ts'
import type { ChangeDraft } from './change-draft.ts'
import { amendChange } from './change-store.ts'
import { paintMask } from './open-change.ts'

interface Props {
  draft: ChangeDraft
  take: Take
}

/** The settings of one operation. Frames are counted from 1, both ends included, as the viewer counts. */
export function ChangeFields({ draft, take, unpainted }: Props & { unpainted: boolean }): JSX.Element {
  return (
    <div className="change-fields">
      {hasRange(draft) && <RangeFields draft={draft} take={take} />}
      {!hasRange(draft) && <FramesField draft={draft} take={take} />}
      {draft.operation === 'extend' && (
        <Field label="Where">
          {(id) => (
            <Select
              id={id}
              value={draft.direction}
              options={[
                { value: 'forwards', label: 'after the end' },
                { value: 'backwards', label: 'before the beginning' },
              ]}
              onChange={(direction) => amendChange({ direction: direction as ChangeDraft['direction'] })}
            />
          )}
        </Field>
      )}
      {draft.operation === 'restyle' && (
        <Field label="Strength">
          {(id) => (
            <>
              <Slider
                id={id}
                value={draft.strength}
                min={0.05}
                max={0.95}
                step={0.05}
                onChange={(strength) => amendChange({ strength: Number(strength.toFixed(2)) })}
              />
              <span className="mono">{draft.strength.toFixed(2)}</span>
            </>
          )}
        </Field>
      )}
      {draft.operation === 'inpaint' && <MaskField take={take} unpainted={unpainted} />}
    </div>
  )
}

function RangeFields({ draft: { range }, take }: Props): JSX.Element {
  return (
    <Field label="Frames">
      {(id) => (
        <>
          <NumberField
            id={id}
            label="First frame"
            className="change-number"
            value={range.from + 1}
            min={1}
            max={range.to}
            step={1}
            onChange={(first) => amendChange({ range: { ...range, from: first - 1 } })}
          />
          <span>to</span>
          <NumberField
            label="Last frame"
            className="change-number"
            value={range.to}
            min={range.from + 1}
            max={take.frames}
            step={1}
            onChange={(to) => amendChange({ range: { ...range, to } })}
          />
          <span className="change-hint">
            <Kbd keys="I" /> <Kbd keys="O" /> mark
          </span>
        </>
      )}
    </Field>
  )
}

function FramesField({ draft, take }: Props): JSX.Element {
  return (
    <Field label="Length">
      {(id) => (
        <>
          <NumberField
            id={id}
            label="Frames to make"
            className="change-number"
            value={draft.frames}
            min={1}
            max={100_000}
            step={1}
            onChange={(frames) => amendChange({ frames })}
          />
          <span className="change-hint">{formatSeconds(toSeconds(draft.frames, take.rate))}</span>
        </>
      )}
    </Field>
  )
}

function MaskField({ take, unpainted }: { take: Take; unpainted: boolean }): JSX.Element {
  const { strokes, keys } = useMask((state) => state.mask)
  const painting = useUi((state) => state.viewerMode === 'mask')
  const moving = moves({ strokes, keys }) ? `, moves by ${plural(keys.length, 'key')}` : ''
  return (
    <Field label="Mask">
      {() => (
        <>
          <span className={unpainted ? 'change-missing' : undefined}>
            {unpainted ? 'Paint over what is to be made anew' : `${plural(strokes.length, 'stroke')}${moving}`}
          </span>
          {!painting && <Button onClick={() => paintMask(take)}>Paint</Button>}
        </>
      )}
    </Field>
  )
}
