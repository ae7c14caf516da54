import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { transport } from '../viewer/transport.ts'
import type { View } from './use-lane-view.ts'

/** The playhead over the frames of a clip. It moves many times a second: a line is moved, nothing is rendered. */
export function NowLine({ clip, view: { from, to } }: { clip: Clip; view: View }): JSX.Element {
  const line = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const mark = (): void => {
      if (!line.current) return
      const part = (transport.getState().at - clip.start - from) / (to - from)
      line.current.style.left = `${100 * part}%`
      line.current.hidden = part < 0 || part > 1
    }
    mark()
    return transport.subscribe(mark)
  }, [clip.start, from, to])
  return <span className="key-now" ref={line} />
}
