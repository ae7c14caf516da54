import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import './review.css'
import type { Take } from '../../core/library/entities.ts'
import type { Review } from '../../core/review/entities.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { studioStore } from '../store/index.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { shownAt } from '../viewer/shown-frame.ts'
import { transport } from '../viewer/transport.ts'
import { curvePoints, findingBox, LANES } from './curve-shape.ts'
import type { Lane } from './curve-shape.ts'
import { FINDING_WORDS } from './review-words.ts'
import { useReview } from './use-review.ts'

/** A take's measures over time, under the picture. */
export function ReviewCurves({ take, sequence }: { take: Take; sequence: Sequence }): JSX.Element {
  const { review, failed } = useReview(take)
  return (
    <section className="curves" aria-label={`Review of take ${take.number}`}>
      {review ? (
        <Lanes review={review} take={take} sequence={sequence} />
      ) : (
        <p className="curves-words">{failed ?? 'Measuring the take …'}</p>
      )}
      <span className="curves-kind" data-tip="Rules of thumb, measured on a small copy of the take">
        heuristic
      </span>
    </section>
  )
}

/** The diagrams, with the frame on screen marked where it is one of this take. */
function Lanes({ review, take, sequence }: { review: Review; take: Take; sequence: Sequence }): JSX.Element {
  const lanes = useRef<HTMLDivElement>(null)

  // The playhead moves many times a second: a line is moved, nothing is rendered.
  useEffect(() => {
    const mark = (): void => {
      const shown = shownAt(sequence, transport.getState().at, shotIndex(studioStore.getState().shots))
      const here = shown.kind === 'frame' && shown.take.id === take.id
      const x = here && take.frames > 1 ? (100 * shown.index) / (take.frames - 1) : -1
      for (const line of lanes.current?.querySelectorAll('.curve-now') ?? []) {
        line.setAttribute('x1', String(x))
        line.setAttribute('x2', String(x))
      }
    }
    mark()
    return transport.subscribe(mark)
  }, [sequence, take])

  return (
    <div className="curves-lanes" ref={lanes}>
      {LANES.map((lane) => (
        <LaneView key={lane.name} lane={lane} review={review} />
      ))}
    </div>
  )
}

function LaneView({ lane, review }: { lane: Lane; review: Review }): JSX.Element {
  const values = review.curves[lane.curve]
  const found = review.findings.filter(({ kind }) => lane.kinds.includes(kind))
  const most = Math.max(...values)
  const words = found.map(({ kind, from, to }) => `${FINDING_WORDS[kind]}, frames ${from} to ${to}`).join('; ')
  return (
    <figure className="curve" aria-label={`${lane.name}: ${words || 'nothing found'}`}>
      <figcaption className={found.length > 0 ? 'curve-name is-found' : 'curve-name'}>
        {lane.name}
        <span className="mono">
          {most.toFixed(1)}
          {lane.unit}
        </span>
      </figcaption>
      <svg className="curve-box" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {found.map((finding) => (
          <rect
            key={`${finding.kind} ${finding.from}`}
            className="curve-found"
            {...findingBox(finding, review.frames)}
            y="0"
            height="100"
          />
        ))}
        <polyline className="curve-line" points={curvePoints(values, lane.top)} />
        <line className="curve-now" x1="-1" x2="-1" y1="0" y2="100" />
      </svg>
    </figure>
  )
}
