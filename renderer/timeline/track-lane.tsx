import type { JSX } from 'react'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import { useUi } from '../store/index.ts'
import { ClipView } from './clip-view.tsx'
import { GhostLayer } from './ghost-layer.tsx'
import { visibleItems } from './visible.ts'

interface TrackLaneProps {
  sequence: Sequence
  track: Track
  pxPerFrame: number
  /** The part of the content to draw, in pixels. */
  from: number
  to: number
  width: number
}

/** The clips of a track that are in view. Thousands that are too thin to see are drawn as one block. */
export function TrackLane({ sequence, track, pxPerFrame, from, to, width }: TrackLaneProps): JSX.Element {
  const selected = useUi((state) => state.clip)
  const { clips, runs } = visibleItems(track.items, from / pxPerFrame, to / pxPerFrame, pxPerFrame, selected)
  return (
    <div className="tl-lane" style={{ width }} data-track={track.id}>
      {runs.map((run) => (
        <div
          key={run.start}
          className="tl-run"
          style={{ left: run.start * pxPerFrame, width: Math.max(1, (run.end - run.start) * pxPerFrame) }}
        />
      ))}
      {clips.map((clip, index) => (
        <ClipView
          key={clip.id}
          clip={clip}
          rate={sequence.rate}
          pxPerFrame={pxPerFrame}
          from={from}
          to={to}
          first={index === 0}
        />
      ))}
      <GhostLayer sequence={sequence} track={track.id} pxPerFrame={pxPerFrame} from={from} to={to} />
    </div>
  )
}
