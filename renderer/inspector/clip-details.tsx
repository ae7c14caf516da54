import type { JSX } from 'react'
import { handle } from '../../core/timeline/clip-time.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { ChangeChips } from '../change/change-chips.tsx'
import { useKeyCommands } from '../keyframes/use-key-commands.ts'
import { selectTake, setWorkspace } from '../store/index.ts'
import { useShotOf, useTakeOf } from '../timeline/lookup.ts'
import { Button } from '../ui/index.ts'
import { ClipBasics } from './clip-basics.tsx'
import { ClipProperties, propertiesOf } from './clip-properties.tsx'
import { ClipSpeed } from './clip-speed.tsx'
import { ClipSound } from './clip-sound.tsx'
import { ClipTakes } from './clip-takes.tsx'
import { ClipTransitions } from './clip-transitions.tsx'
import { ClipWords } from './clip-words.tsx'
import { NotRendered } from './not-rendered.tsx'
import { RecipeSummary } from './recipe-summary.tsx'
import { ReviewDetails } from './review-details.tsx'
import { Row } from './rows.tsx'

/** The selected clip: where it stands, which take it shows, and what that take was made from. */
export function ClipDetails({ clip, track, sequence }: { clip: Clip; track: Track; sequence: Sequence }): JSX.Element {
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  const { offset, length } = clip
  useKeyCommands(
    clip,
    clip.source.kind === 'adjustment' ? propertiesOf(clip, track) : [...propertiesOf(clip, track), 'speed'],
  )
  const code = (at: number): string => sequenceTimecode(at, sequence)
  return (
    <>
      <section aria-label="Clip">
        <ClipBasics clip={clip} />
        <NotRendered clip={clip} />
        <dl>
          <Row name="Start" mono>
            {code(clip.start)}
          </Row>
          <Row name="End" mono>
            {code(clipEnd(clip))}
          </Row>
          <Row name="Duration" mono>
            {code(length)} · {length} f
          </Row>
          {clip.source.kind !== 'adjustment' && (
            <>
              <ClipSpeed clip={clip} />
              <Row name="In" mono>
                {code(offset)}
              </Row>
              <Row name="Out" mono>
                {code(offset + length)}
              </Row>
              <Row name="Handles" mono>
                {frames(handle(clip, 'in'))} before · {frames(handle(clip, 'out'))} after
              </Row>
            </>
          )}
        </dl>
      </section>
      {shot && <ClipTakes clip={clip} shot={shot} take={take} sequence={sequence} />}
      <ClipWords clip={clip} />
      <ClipTransitions clip={clip} track={track} />
      <ClipProperties clip={clip} track={track} />
      <ClipSound clip={clip} track={track} sequence={sequence} />
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
