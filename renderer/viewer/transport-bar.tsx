import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import { useStore } from 'zustand'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { SoundControls } from '../sound/sound-controls.tsx'
import { IconButton } from '../ui/index.ts'
import { seek, stepBy, togglePlay, transport } from './transport.ts'

/** Timecode of the playhead, the buttons that move it, and the speed. */
export function TransportBar({ length, sequence }: { length: number; sequence: Sequence }): JSX.Element {
  const speed = useStore(transport, (state) => state.speed)
  return (
    <div className="transport" role="group" aria-label="Transport">
      <div className="transport-time mono">
        <Timecode sequence={sequence} />
        <span className="transport-length">/ {sequenceTimecode(length, sequence)}</span>
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
      <div className="transport-end">
        <span className="transport-speed mono" aria-live="off">
          {speed !== 0 && speed !== 1 && `${speed}× · silent`}
        </span>
        <SoundControls />
      </div>
    </div>
  )
}

/** Written outside React: it changes with every frame of playback. */
function Timecode({ sequence }: { sequence: Sequence }): JSX.Element {
  const element = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const put = (): void => {
      if (element.current) element.current.textContent = sequenceTimecode(transport.getState().at, sequence)
    }
    put()
    return transport.subscribe(put)
  }, [sequence])
  return <output ref={element} className="transport-now" aria-label="Timecode" aria-live="off" />
}
