import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { timecode } from '../../core/timeline/timecode.ts'
import { markedRange, useMarks } from '../change/marks.ts'
import { IconButton, Slider } from '../ui/index.ts'

/** The buttons, the frame slider with the marked range on it, and the frame in numbers. */
export function ViewerTransport({
  take,
  at,
  playing,
  stand,
  toggle,
}: {
  take: Pick<Take, 'id' | 'frames' | 'rate'>
  at: number
  playing: boolean
  /** Stops on a frame. */
  stand: (frame: number) => void
  toggle: () => void
}): JSX.Element {
  const last = take.frames - 1
  const marked = markedRange(useMarks(), take)
  return (
    <div className="viewer-transport" role="group" aria-label="Transport">
      <IconButton icon="toStart" label="First frame" keys="Home" size={14} onClick={() => stand(0)} />
      <IconButton icon="stepBack" label="Previous frame" keys="ArrowLeft" size={14} onClick={() => stand(at - 1)} />
      <IconButton icon={playing ? 'pause' : 'play'} label={playing ? 'Pause' : 'Play'} keys="Space" onClick={toggle} />
      <IconButton icon="stepForward" label="Next frame" keys="ArrowRight" size={14} onClick={() => stand(at + 1)} />
      <IconButton icon="toEnd" label="Last frame" keys="End" size={14} onClick={() => stand(last)} />
      <span className="viewer-scrub">
        {marked && (
          <span
            className="viewer-marked"
            role="img"
            aria-label={`Marked: frames ${marked.from + 1} to ${marked.to}`}
            style={{
              left: `${(100 * marked.from) / take.frames}%`,
              width: `${(100 * (marked.to - marked.from)) / take.frames}%`,
            }}
          />
        )}
        <Slider
          label="Frame"
          value={at}
          min={0}
          max={last}
          step={1}
          valueText={`frame ${at + 1} of ${take.frames}`}
          onChange={stand}
        />
      </span>
      <output className="mono viewer-at" aria-label="Frame on screen" aria-live="off">
        {timecode(at, take.rate)} · {at + 1}/{take.frames}
      </output>
    </div>
  )
}
