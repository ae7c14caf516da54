import type { JSX } from 'react'
import { sampleRateOf } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Sample } from '../../core/timeline/time.ts'
import { tryGesture } from '../timeline/edits.ts'
import { NumberField } from '../ui/index.ts'
import { Row } from './rows.tsx'

/** How much later, or earlier, than its frame a sound starts, to the sample. */
export function ClipSound({
  clip,
  track,
  sequence,
}: {
  clip: Clip
  track: Track
  sequence: Sequence
}): JSX.Element | null {
  if (track.kind !== 'audio') return null
  const { rate } = sequence
  const most = Math.ceil((sampleRateOf(sequence) * rate.den) / rate.num) - 1
  return (
    <section aria-label="Sync">
      <dl>
        <Row name="Sync">
          <NumberField
            label="Samples later"
            value={clip.shift ?? 0}
            min={-most}
            max={most}
            step={1}
            format={(samples) => `${samples} sa`}
            onChange={(value) => {
              const samples = value as Sample
              tryGesture(`shift ${clip.id}`, { name: 'shiftSound', args: { clip: clip.id, samples } })
            }}
          />
        </Row>
      </dl>
    </section>
  )
}
