import { memo } from 'react'
import type { JSX } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { tickFrames, ticksFor } from './ticks.ts'

interface RulerProps {
  sequence: Pick<Sequence, 'rate' | 'dropFrame'>
  pxPerFrame: number
  /** The part of the content to draw, in pixels. */
  from: number
  to: number
}

/** Ticks and timecode above the tracks. */
export const Ruler = memo(function Ruler({ sequence, pxPerFrame, from, to }: RulerProps): JSX.Element {
  const { major, minor } = ticksFor(pxPerFrame, sequence.rate)
  const first = from / pxPerFrame - major
  const last = to / pxPerFrame
  return (
    <>
      {tickFrames(minor, first, last).map((at) =>
        at % major === 0 ? (
          <span key={at} className="tl-tick tl-tick-major mono" style={{ left: at * pxPerFrame }}>
            {sequenceTimecode(at, sequence)}
          </span>
        ) : (
          <span key={at} className="tl-tick" style={{ left: at * pxPerFrame }} />
        ),
      )}
    </>
  )
})
