import { useEffect, useRef } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { seek, stepBy, transport } from '../viewer/transport.ts'
import { timelineStore, useTimeline } from './timeline-store.ts'

/** The playhead: a slider in the ruler and a line through the tracks. Moved outside React, at the rate of playback. */
export function Playhead({ length, sequence }: { length: number; sequence: Sequence }): JSX.Element {
  const { rate, dropFrame } = sequence
  const pxPerFrame = useTimeline((state) => state.pxPerFrame)
  const element = useRef<HTMLDivElement>(null)
  const slider = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const put = (): void => {
      const { at } = transport.getState()
      if (element.current) {
        element.current.style.transform = `translateX(${at * pxPerFrame}px)`
        // Scrolled out on the left it would lie over the track headers.
        element.current.style.visibility = at * pxPerFrame < timelineStore.getState().scroll ? 'hidden' : ''
      }
      slider.current?.setAttribute('aria-valuenow', String(at))
      slider.current?.setAttribute('aria-valuetext', sequenceTimecode(at, dropFrame ? { rate, dropFrame } : { rate }))
    }
    put()
    const stops = [transport.subscribe(put), timelineStore.subscribe(put)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [pxPerFrame, rate, dropFrame])

  const onKeyDown = (event: KeyboardEvent): void => {
    const second = Math.round(rate.num / rate.den)
    const steps: Record<string, () => void> = {
      ArrowLeft: () => stepBy(event.shiftKey ? -second : -1, length),
      ArrowRight: () => stepBy(event.shiftKey ? second : 1, length),
      Home: () => seek(0, length),
      End: () => seek(length, length),
      PageUp: () => stepBy(-second, length),
      PageDown: () => stepBy(second, length),
    }
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    step()
  }

  return (
    <div ref={element} className="tl-playhead">
      <div
        ref={slider}
        className="tl-playhead-grip"
        role="slider"
        tabIndex={0}
        aria-label="Playhead"
        data-commands=""
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={length}
        aria-valuenow={0}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
