import { useState } from 'react'
import type { JSX } from 'react'
import type { Edit } from '../../../core/timeline/edit.ts'
import { sampleRateOf } from '../../../core/timeline/queries.ts'
import type { Sequence } from '../../../core/timeline/sequence.ts'
import { canDrop } from '../../../core/timeline/timecode.ts'
import { useSequence } from '../../store/index.ts'
import { Dialog, Field, NumberField, Select, TextInput } from '../../ui/index.ts'
import { EditForm } from './edit-form.tsx'

interface Props {
  open: boolean
  onClose: () => void
}

const RATES = ['24000/1001', '24/1', '25/1', '30000/1001', '30/1', '50/1', '60000/1001', '60/1']
const SAMPLE_RATES = ['44100', '48000', '96000']

/** Name, picture, rate and timecode of the sequence in front. */
export function SequenceDialog({ open, onClose }: Props): JSX.Element {
  const sequence = useSequence((state) => state.shown)
  return (
    <Dialog title="Sequence settings" open={open} onClose={onClose} size="small">
      {sequence && <SequenceForm sequence={sequence} onClose={onClose} />}
    </Dialog>
  )
}

function SequenceForm({ sequence, onClose }: { sequence: Sequence; onClose: () => void }): JSX.Element {
  const [name, setName] = useState(sequence.name)
  const [size, setSize] = useState(sequence.size)
  const [rate, setRate] = useState(sequence.rate)
  const [sampleRate, setSampleRate] = useState(sampleRateOf(sequence))
  const [drop, setDrop] = useState(sequence.dropFrame === true)
  const dropFrame = drop && canDrop(rate)
  const clean = name.trim()
  const edit: Edit = { name: 'changeSequence', args: { name: clean, size, rate, sampleRate, dropFrame } }
  const trouble = clean === '' ? 'A sequence needs a name. Write one.' : null
  const written = `${rate.num}/${rate.den}`
  const rates = RATES.includes(written) ? RATES : [written, ...RATES]
  return (
    <EditForm edits={[edit]} trouble={trouble} action="Change" onClose={onClose}>
      <Field label="Name">
        {(id) => (
          <TextInput id={id} maxLength={400} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        )}
      </Field>
      <Field label="Picture">
        {(id) => (
          <>
            <NumberField
              id={id}
              label="Width"
              value={size.width}
              min={16}
              max={8192}
              step={2}
              onChange={(width) => setSize({ ...size, width })}
            />
            ×
            <NumberField
              label="Height"
              value={size.height}
              min={16}
              max={8192}
              step={2}
              onChange={(height) => setSize({ ...size, height })}
            />
          </>
        )}
      </Field>
      <Field label="Rate">
        {(id) => (
          <Select
            id={id}
            options={rates.map((value) => ({ value, label: `${rateLabel(value)} fps` }))}
            value={written}
            onChange={(value) => {
              const [num = 24, den = 1] = value.split('/').map(Number)
              setRate({ num, den })
            }}
          />
        )}
      </Field>
      <Field label="Sound">
        {(id) => (
          <Select
            id={id}
            options={SAMPLE_RATES.map((value) => ({ value, label: `${Number(value) / 1000} kHz` }))}
            value={String(sampleRate)}
            onChange={(value) => setSampleRate(Number(value))}
          />
        )}
      </Field>
      <label className="tl-form-check">
        <input
          type="checkbox"
          checked={dropFrame}
          disabled={!canDrop(rate)}
          onChange={(event) => setDrop(event.currentTarget.checked)}
        />
        Drop-frame timecode{canDrop(rate) ? '' : ' (at 29.97 and 59.94 fps only)'}
      </label>
    </EditForm>
  )
}

function rateLabel(rate: string): string {
  const [num = 24, den = 1] = rate.split('/').map(Number)
  return String(Number((num / den).toFixed(3)))
}
