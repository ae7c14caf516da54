import type { JSX } from 'react'
import { handle } from '../../core/timeline/clip-time.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Clip, Sequence } from '../../core/timeline/sequence.ts'
import { timecode } from '../../core/timeline/timecode.ts'
import { ChangeChips } from '../change/change-chips.tsx'
import { plural } from '../app/format.ts'
import { selectTake, setWorkspace } from '../store/index.ts'
import { useShotOf, useTakeOf } from '../timeline/lookup.ts'
import { Button } from '../ui/index.ts'
import { RecipeSummary } from './recipe-summary.tsx'
import { ReviewDetails } from './review-details.tsx'
import { Row } from './rows.tsx'
import { TakePicker } from './take-picker.tsx'

/** The selected clip: where it stands, which take it shows, and what that take was made from. */
export function ClipDetails({ clip, sequence }: { clip: Clip; sequence: Sequence }): JSX.Element {
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const { rate } = sequence
  const { offset, length } = clip
  return (
    <>
      <section aria-label="Clip">
        <h3 className="insp-head">
          <span className="ellipsis" title={clip.name}>
            {clip.name}
          </span>
        </h3>
        <dl>
          <Row name="Start" mono>
            {timecode(clip.start, rate)}
          </Row>
          <Row name="End" mono>
            {timecode(clipEnd(clip), rate)}
          </Row>
          <Row name="Duration" mono>
            {timecode(length, rate)} · {length} f
          </Row>
          <Row name="In" mono>
            {timecode(offset, rate)}
          </Row>
          <Row name="Out" mono>
            {timecode(offset + length, rate)}
          </Row>
          <Row name="Handles" mono>
            {frames(handle(clip, 'in'))} before · {frames(handle(clip, 'out'))} after
          </Row>
        </dl>
      </section>
      {shot && (
        <section aria-label="Takes">
          <h3 className="insp-head">
            Takes
            <span className="insp-count">{plural(shot.takes.length, 'take')}</span>
          </h3>
          {shot.takes.length > 0 ? (
            <TakePicker shot={shot} />
          ) : (
            <p className="insp-words">No take is finished yet. The clip shows black until one is.</p>
          )}
        </section>
      )}
      {take && <ChangeChips take={take} />}
      {take && <ReviewDetails take={take} />}
      {take && <RecipeSummary take={take} />}
      {take && (
        <div className="insp-actions">
          <Button
            onClick={() => {
              selectTake(take.id)
              setWorkspace('generate')
            }}
          >
            Show in Generate
          </Button>
        </div>
      )}
    </>
  )
}

/** A source without an end has as many as one likes. */
function frames(count: number): string {
  return count === Infinity ? 'any' : `${count} f`
}
