import type { JSX } from 'react'
import type { Pack } from '../../core/library/entities.ts'
import { toSeconds } from '../../core/timeline/time.ts'
import { formatSeconds } from '../app/format.ts'
import { schedulerWords } from '../app/scheduler-words.ts'
import { newSeed } from '../prompt/draft-store.ts'
import { Field, IconButton, NumberField, Select, TextInput } from '../ui/index.ts'
import { whyFixed } from './job-draft.ts'
import type { GenerateJob, JobDraft } from './job-draft.ts'
import { amendJob } from './job-store.ts'

const MOST_SEED = 0xffff_ffff

interface Props {
  job: GenerateJob
  draft: JobDraft
  /** Undefined where it is not installed any more. */
  pack: Pack | undefined
}

/** Everything of a take beyond its prompt. */
export function JobFields({ job, draft, pack }: Props): JSX.Element {
  const numbers = [
    { field: 'steps', label: 'Steps', min: 1, max: 1000, step: 1 },
    { field: 'guidance', label: 'Guidance', min: 0, max: 100, step: 0.1 },
  ] as const
  const schedulers = new Set([...(pack?.schedulers ?? []), draft.scheduler])
  return (
    <div className="job-fields">
      <Field label="Without">
        {(id) => (
          <TextInput
            id={id}
            value={draft.negativePrompt}
            placeholder="what it is not to show"
            onChange={(event) => amendJob({ negativePrompt: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Seed">
        {(id) => (
          <>
            <NumberField
              id={id}
              className="job-number"
              value={draft.seed}
              min={0}
              max={MOST_SEED}
              step={1}
              onChange={(seed) => amendJob({ seed })}
            />
            <IconButton icon="dice" label="Another seed" size={14} onClick={() => amendJob({ seed: newSeed() })} />
          </>
        )}
      </Field>
      {numbers.map(({ field, label, ...range }) => (
        <Field key={field} label={label}>
          {(id) => (
            <NumberField
              id={id}
              className="job-number"
              value={draft[field]}
              {...range}
              onChange={(value) => amendJob({ [field]: value })}
            />
          )}
        </Field>
      ))}
      <Field label="Scheduler">
        {(id) => (
          <Select
            id={id}
            value={draft.scheduler}
            options={[...schedulers].map((name) => ({ value: name, label: schedulerWords(name) }))}
            onChange={(scheduler) => amendJob({ scheduler })}
          />
        )}
      </Field>
      <Shape job={job} draft={draft} pack={pack} />
    </div>
  )
}

/** Length and size, which a take that is made from footage has already. */
function Shape({ job, draft, pack }: Props): JSX.Element {
  const fixed = whyFixed(job)
  const { rate } = job.payload.recipe
  const size = pack?.size ?? { min: draft.size.width, max: draft.size.width, multiple: 1 }
  const oneSize = size.min === size.max
  return (
    <>
      <Field label="Frames" hint={fixed ?? undefined}>
        {(id) => (
          <>
            <NumberField
              id={id}
              className="job-number"
              value={draft.frames}
              min={pack?.frames.min ?? 1}
              max={pack?.frames.max ?? draft.frames}
              step={1}
              disabled={fixed !== null}
              onChange={(frames) => amendJob({ frames })}
            />
            <span className="job-hint">{formatSeconds(toSeconds(draft.frames, rate))}</span>
          </>
        )}
      </Field>
      <Field label="Size">
        {(id) => (
          <>
            {(['width', 'height'] as const).map((side, index) => (
              <NumberField
                key={side}
                id={index === 0 ? id : undefined}
                label={side === 'width' ? 'Width' : 'Height'}
                className="job-number"
                value={draft.size[side]}
                min={size.min}
                max={size.max}
                step={size.multiple}
                disabled={fixed !== null || oneSize}
                onChange={(value) => amendJob({ size: { ...draft.size, [side]: value } })}
              />
            ))}
            {oneSize && <span className="job-hint">the only one of this model</span>}
          </>
        )}
      </Field>
    </>
  )
}
