import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import './timeline.css'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { useStudio } from '../store/index.ts'
import { Kbd } from '../ui/index.ts'
import { contentWidth } from './geometry.ts'
import { Playhead } from './playhead.tsx'
import { Ruler } from './ruler.tsx'
import { keepFitted, openView, useTimeline } from './timeline-store.ts'
import { Toolbar } from './toolbar.tsx'
import { TrackLane } from './track-lane.tsx'
import { useTakeDrop } from './use-drop.ts'
import { fitLengthNow } from './use-timeline-commands.ts'
import { useTool } from './use-tool.ts'
import { HEADER_PX, useDrawnRange, useView } from './use-view.ts'

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
  const tool = useTool({ scroller, lanes })
  const drop = useTakeDrop(lanes)
  useView(scroller)
  const { from, to } = useDrawnRange()
  const pxPerFrame = useTimeline((state) => state.pxPerFrame)
  const viewWidth = useTimeline((state) => state.width)
  const length = sequenceLength(sequence)
  const width = contentWidth(length, { pxPerFrame, width: viewWidth })
  const empty = length === 0

  useEffect(() => openView(sequence.id, fitLengthNow()), [sequence.id])
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
              onPointerDown={(event) => tool.onPointerDown(event, 'ruler')}
              onPointerMove={tool.onPointerMove}
              onPointerUp={tool.onPointerUp}
              onPointerCancel={tool.onPointerCancel}
            >
              <Ruler rate={sequence.rate} pxPerFrame={pxPerFrame} from={from} to={to} />
            </div>
          </div>
          <div className="tl-tracks">
            <div className="tl-headers">
              {sequence.tracks.toReversed().map((track, index) => (
                <div className="tl-header" key={track.id}>
                  <span className="tl-header-id">V{sequence.tracks.length - index}</span>
                  <span className="ellipsis" title={track.name}>
                    {headerName(track.name, sequence.tracks.length - index)}
                  </span>
                </div>
              ))}
            </div>
            <div
              ref={lanes}
              className="tl-lanes"
              role="group"
              aria-label="Tracks"
              onPointerDown={(event) => tool.onPointerDown(event, 'lanes')}
              onPointerMove={tool.onPointerMove}
              onPointerUp={tool.onPointerUp}
              onPointerCancel={tool.onPointerCancel}
            >
              {sequence.tracks.toReversed().map((track) => (
                <TrackLane
                  key={track.id}
                  sequence={sequence}
                  track={track}
                  pxPerFrame={pxPerFrame}
                  from={from}
                  to={to}
                  width={width}
                />
              ))}
            </div>
          </div>
          <Playhead length={length} rate={sequence.rate} />
        </div>
        {empty && <Hint />}
      </div>
    </section>
  )
}

function Hint(): JSX.Element {
  const takes = useStudio((state) => state.shots.some((shot) => shot.takes.length > 0))
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

/** The header shows `V1` by itself; a track that is only called that needs no second name. */
function headerName(name: string, number: number): string {
  return name === `V${number}` ? 'Picture' : name
}
