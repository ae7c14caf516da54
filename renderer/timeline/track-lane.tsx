import type { JSX } from 'react'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import { runCommand } from '../app/commands.ts'
import { commandItem } from '../change/change-items.ts'
import { selectGap, useUi } from '../store/index.ts'
import { Kbd, useContextMenu } from '../ui/index.ts'
import { ClipView } from './clip-view.tsx'
import { besideGap, gapAt } from './gap.ts'
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
  const { onContextMenu, menu } = useContextMenu('Gap', () => [commandItem('change.bridge')])
  return (
    <div
      className="tl-lane"
      style={{ width }}
      data-track={track.id}
      onContextMenu={(event) => {
        const { left } = event.currentTarget.getBoundingClientRect()
        const gap = gapAt(track, Math.floor((event.clientX - left) / pxPerFrame))
        if (!gap) return
        selectGap(gap)
        onContextMenu(event)
      }}
    >
      {menu}
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
      <GapView sequence={sequence} track={track.id} pxPerFrame={pxPerFrame} />
      <GhostLayer sequence={sequence} track={track.id} pxPerFrame={pxPerFrame} from={from} to={to} />
    </div>
  )
}

/** The selected gap, and the way to fill it. */
function GapView({
  sequence,
  track,
  pxPerFrame,
}: {
  sequence: Sequence
  track: string
  pxPerFrame: number
}): JSX.Element | null {
  const gap = useUi((state) => (state.gap?.track === track ? state.gap : null))
  if (gap === null || besideGap(sequence, gap) === null) return null
  return (
    <div
      className="tl-gap"
      role="group"
      aria-label={`Gap of ${gap.length} frames`}
      style={{ left: gap.start * pxPerFrame, width: gap.length * pxPerFrame }}
    >
      <button
        type="button"
        // The lanes would take the press for one of their own.
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => void runCommand('change.bridge')}
      >
        Bridge {gap.length * pxPerFrame > 110 && <Kbd keys="Shift+B" />}
      </button>
    </div>
  )
}
