import type { JSX } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { seek } from '../viewer/transport.ts'
import { useTimeline } from './timeline-store.ts'

interface MarkersProps {
  sequence: Sequence
  pxPerFrame: number
  /** The part of the content to draw, in pixels. */
  from: number
  to: number
}

/** The markers in the ruler; a press goes to one. */
export function Markers({ sequence, pxPerFrame, from, to }: MarkersProps): JSX.Element[] {
  const seen = sequence.markers.filter(
    ({ at, length }) => (at + length) * pxPerFrame >= from - 8 && at * pxPerFrame <= to + 8,
  )
  return seen.map(({ id, at, length, name, colour }) => (
    <button
      key={id}
      type="button"
      tabIndex={-1}
      className={`tl-marker tint-${colour}`}
      aria-label={`Marker ${name === '' ? sequenceTimecode(at, sequence) : name}`}
      data-tip={name === '' ? 'Marker' : name}
      style={{ left: at * pxPerFrame, width: length > 0 ? Math.max(9, length * pxPerFrame) : undefined }}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => seek(at, Infinity)}
    />
  ))
}

/** The marked range of the sequence, in the ruler. */
export function RangeView({ pxPerFrame, length }: { pxPerFrame: number; length: number }): JSX.Element | null {
  const { from, to } = useTimeline((state) => state.range)
  if (from === null && to === null) return null
  const [start, end] = [from ?? 0, to ?? Math.max(length, from ?? 0)]
  return (
    <span
      className="tl-range"
      role="img"
      aria-label={`Marked from frame ${start} to ${end}`}
      style={{ left: start * pxPerFrame, width: Math.max(1, (end - start) * pxPerFrame) }}
    />
  )
}
