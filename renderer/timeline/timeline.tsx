import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import './timeline.css'
import './tracks.css'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { useStudio } from '../store/index.ts'
import { Kbd, useRoving } from '../ui/index.ts'
import { contentWidth } from './geometry.ts'
import { Markers, RangeView } from './markers.tsx'
import { Playhead } from './playhead.tsx'
import { rowsHeight, trackRows } from './rows.ts'
import { Ruler } from './ruler.tsx'
import { keepFitted, openView, useTimeline } from './timeline-store.ts'
import { Toolbar } from './toolbar.tsx'
import { openIfNested } from './selection-edits.ts'
import { TrackHeader } from './track-header.tsx'
import { TrackLane } from './track-lane.tsx'
import { useTakeDrop } from './use-drop.ts'
import { fitLengthNow } from './use-timeline-commands.ts'
import { useTool } from './use-tool.ts'
import { HEADER_PX, useDrawnRange, useView } from './use-view.ts'

/** Height of the ruler, in pixels; as in the style sheet. */
const RULER_PX = 22

/** The tracks of a sequence under a ruler. Pointer work happens on the lanes as a whole, by geometry. */
export function Timeline({
  sequence,
  onFocusChange,
}: {
  sequence: Sequence
  onFocusChange: (focused: boolean) => void
}): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const lanes = useRef<HTMLDivElement>(null)
  const pointer = useTool({ scroller, lanes })
  const drop = useTakeDrop(lanes)
  useView(scroller)
  const { from, to } = useDrawnRange()
  const pxPerFrame = useTimeline((state) => state.pxPerFrame)
  const viewWidth = useTimeline((state) => state.width)
  const length = sequenceLength(sequence)
  const width = contentWidth(length, { pxPerFrame, width: viewWidth })
  const empty = length === 0
  const tool = useTimeline((state) => state.tool)
  const rows = trackRows(sequence)
  const roving = useRoving()

  useEffect(() => {
    openView(sequence.id, fitLengthNow())
    // Many tracks do not fit: the line between pictures and sounds is what one begins at.
    const view = scroller.current
    const rows = trackRows(sequence)
    const line = rows.find(({ divided }) => divided)
    if (view && line && rowsHeight(rows) > view.clientHeight) {
      view.scrollTo({ top: Math.max(0, line.top + line.height + RULER_PX - view.clientHeight) })
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- where one has scrolled to since stays
  }, [sequence.id])
  useEffect(() => keepFitted(length), [length])

  return (
    <section
      className="timeline"
      aria-label="Timeline"
      onFocus={() => onFocusChange(true)}
      onBlur={(event) => onFocusChange(event.currentTarget.contains(event.relatedTarget))}
    >
      <Toolbar sequence={sequence} />
      <div className="tl-scroller" ref={scroller} {...drop}>
        <div className="tl-content" style={{ width: width + HEADER_PX }}>
          <div className="tl-ruler-row">
            <div className="tl-corner" />
            <div
              className="tl-ruler"
              style={{ width }}
              onPointerDown={(event) => pointer.onPointerDown(event, 'ruler')}
              onPointerMove={pointer.onPointerMove}
              onPointerUp={pointer.onPointerUp}
              onPointerCancel={pointer.onPointerCancel}
            >
              <RangeView pxPerFrame={pxPerFrame} length={length} />
              <Ruler sequence={sequence} pxPerFrame={pxPerFrame} from={from} to={to} />
              <Markers sequence={sequence} pxPerFrame={pxPerFrame} from={from} to={to} />
            </div>
          </div>
          <div className="tl-tracks">
            <div {...roving} className="tl-headers">
              {rows.map((row) => (
                <TrackHeader key={row.track.id} row={row} sequence={sequence} />
              ))}
            </div>
            <div
              ref={lanes}
              className={`tl-lanes tool-${tool}`}
              role="group"
              aria-label="Tracks"
              // The lanes hold the pointer, so a double click on a clip arrives here; its first press has selected the clip.
              onDoubleClick={openIfNested}
              onPointerDown={(event) => pointer.onPointerDown(event, 'lanes')}
              onPointerMove={pointer.onPointerMove}
              onPointerUp={pointer.onPointerUp}
              onPointerCancel={pointer.onPointerCancel}
            >
              {rows.map((row) => (
                <TrackLane
                  key={row.track.id}
                  sequence={sequence}
                  row={row}
                  pxPerFrame={pxPerFrame}
                  from={from}
                  to={to}
                  width={width}
                />
              ))}
              <SelectionBox />
            </div>
          </div>
          <Playhead length={length} sequence={sequence} />
        </div>
        {empty && <Hint />}
      </div>
    </section>
  )
}

function Hint(): JSX.Element {
  const takes = useStudio((state) => state.shots.some((shot) => shot.count > 0))
  return (
    <p className="tl-empty">
      {takes ? (
        <>
          Drag a take here, or select one in the bin and press <Kbd keys="E" />
        </>
      ) : (
        'Generate a take, then drag it here.'
      )}
    </p>
  )
}

/** The box that is drawn around clips to select them. */
function SelectionBox(): JSX.Element | null {
  const box = useTimeline((state) => state.box)
  if (!box) return null
  const [left, top] = [Math.min(...box.x), Math.min(...box.y)]
  const size = { width: Math.max(...box.x) - left, height: Math.max(...box.y) - top }
  return <div className="tl-box" style={{ left, top, ...size }} />
}
