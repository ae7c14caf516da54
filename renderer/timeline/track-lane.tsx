import { useMemo } from 'react'
import type { JSX } from 'react'
import { clipEnd, isOn } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { runCommand } from '../app/commands.ts'
import { selectedClips, useUi } from '../store/index.ts'
import { cx, Kbd } from '../ui/index.ts'
import { ClipView } from './clip-view.tsx'
import { CoverView } from './cover-view.tsx'
import { besideGap } from './gap.ts'
import { GhostLayer } from './ghost-layer.tsx'
import { useLaneMenus } from './use-lane-menus.ts'
import type { Row } from './rows.ts'
import { TRANSITION_WORDS } from './transitions.ts'
import { visibleItems } from './visible.ts'

interface TrackLaneProps {
  sequence: Sequence
  row: Row
  pxPerFrame: number
  /** The part of the content to draw, in pixels. */
  from: number
  to: number
  width: number
}

/** The clips of a track that are in view. Thousands that are too thin to see are drawn as one block. */
export function TrackLane({ sequence, row, pxPerFrame, from, to, width }: TrackLaneProps): JSX.Element {
  const { track, height } = row
  const selected = useUi((state) => state.clip)
  const on = isOn(sequence, track)
  const selection = useUi(selectedClips)
  const { items } = track
  const { clips, cover } = useMemo(
    () => visibleItems(items, { from, to, pxPerFrame }, selected, selection),
    [items, from, to, pxPerFrame, selected, selection],
  )
  const menus = useLaneMenus(track)
  return (
    <div
      className={cx('tl-lane', row.divided && 'is-divided', !on && 'is-off', track.locked && 'is-locked')}
      style={{ width, height }}
      data-track={track.id}
      onContextMenu={(event) => menus.onContextMenu(event, pxPerFrame)}
    >
      {menus.menu}
      {cover && <CoverView cover={cover} kind={track.kind} left={from} height={height} />}
      {clips.map((clip, index) => (
        <ClipView
          key={clip.id}
          clip={clip}
          kind={track.kind}
          rate={sequence.rate}
          pxPerFrame={pxPerFrame}
          height={height}
          // One that is in view as a whole is not drawn again when the view moves.
          from={Math.max(from, clip.start * pxPerFrame)}
          to={Math.min(to, clipEnd(clip) * pxPerFrame)}
          selected={selection.has(clip.id)}
          last={clip.id === selected}
          entry={selected === null && index === 0}
        />
      ))}
      {clips.map((clip) => (
        <Transitions key={clip.id} clip={clip} pxPerFrame={pxPerFrame} />
      ))}
      <GapView sequence={sequence} track={track} pxPerFrame={pxPerFrame} />
      <GhostLayer sequence={sequence} track={track.id} height={height} pxPerFrame={pxPerFrame} from={from} to={to} />
    </div>
  )
}

/** The transitions of a clip, over its ends and the end of the one before it. */
function Transitions({ clip, pxPerFrame }: { clip: Clip; pxPerFrame: number }): JSX.Element[] {
  const { transitionIn: into, transitionOut: out } = clip
  const bars = [
    ...(into ? [{ transition: into, from: clip.start - into.before }] : []),
    ...(out ? [{ transition: out, from: clipEnd(clip) - out.before }] : []),
  ]
  return bars.map(({ transition, from }) => {
    const width = (transition.before + transition.after) * pxPerFrame
    return (
      <span key={from} className="tl-transition" style={{ left: from * pxPerFrame, width }}>
        {width > 64 && <span>{TRANSITION_WORDS[transition.kind]}</span>}
      </span>
    )
  })
}

/** The selected gap, and the way to fill it. */
function GapView({
  sequence,
  track,
  pxPerFrame,
}: {
  sequence: Sequence
  track: Track
  pxPerFrame: number
}): JSX.Element | null {
  const gap = useUi((state) => (state.gap?.track === track.id ? state.gap : null))
  if (gap === null || besideGap(sequence, gap) === null) return null
  return (
    <div
      className="tl-gap"
      role="group"
      aria-label={`Gap of ${gap.length} frames`}
      style={{ left: gap.start * pxPerFrame, width: gap.length * pxPerFrame }}
    >
      {track.kind === 'video' && (
        <button
          type="button"
          // The lanes would take the press for one of their own.
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => void runCommand('change.bridge')}
        >
          Bridge {gap.length * pxPerFrame > 110 && <Kbd keys="Shift+B" />}
        </button>
      )}
    </div>
  )
}
