import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { useStore } from 'zustand'
import { timecode } from '../../core/timeline/timecode.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { IconButton } from '../ui/index.ts'
import { seek, stepBy, togglePlay, transport } from './transport.ts'

/** Timecode of the playhead, the buttons that move it, and the speed. */
export function TransportBar({ length, rate }: { length: number; rate: Rate }): JSX.Element {
  const speed = useStore(transport, (state) => state.speed)
  return (
    <div className="transport" role="group" aria-label="Transport">
      <div className="transport-time mono">
        <Timecode rate={rate} />
        <span className="transport-length">/ {timecode(length, rate)}</span>
      </div>
      <div className="transport-buttons">
        <IconButton icon="toStart" label="Go to the start" keys="Home" size={14} onClick={() => seek(0, length)} />
        <IconButton
          icon="stepBack"
          label="Previous frame"
          keys="ArrowLeft"
          size={14}
          onClick={() => stepBy(-1, length)}
        />
        <IconButton
          className="transport-play"
          icon={speed === 0 ? 'play' : 'pause'}
          label={speed === 0 ? 'Play' : 'Pause'}
          keys="Space"
          disabled={length === 0}
          onClick={() => togglePlay(length)}
        />
        <IconButton
          icon="stepForward"
          label="Next frame"
          keys="ArrowRight"
          size={14}
          onClick={() => stepBy(1, length)}
        />
        <IconButton icon="toEnd" label="Go to the end" keys="End" size={14} onClick={() => seek(length, length)} />
      </div>
      <div className="transport-speed mono" aria-live="off">
        {speed !== 0 && speed !== 1 && `${speed}×`}
      </div>
    </div>
  )
}

/** Written outside React: it changes with every frame of playback. */
function Timecode({ rate }: { rate: Rate }): JSX.Element {
  const element = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const put = (): void => {
      if (element.current) element.current.textContent = timecode(transport.getState().at, rate)
    }
    put()
    return transport.subscribe(put)
  }, [rate])
  return <output ref={element} className="transport-now" aria-label="Timecode" aria-live="off" />
}
