import type { JSX } from 'react'
import './sound.css'
import { useCommand } from '../app/commands.ts'
import { IconButton, Slider } from '../ui/index.ts'
import { LevelMeter } from './level-meter.tsx'
import { soundStore, useSound } from './film-sound.ts'

/** How loud the viewer is, and how loud the film is. */
export function SoundControls(): JSX.Element {
  const { fader, muted, trouble } = useSound((state) => state)
  useCommand('play.mute', toggleMute)
  return (
    <div className="sound-controls" role="group" aria-label="Sound">
      {trouble !== null && (
        <span className="sound-trouble ellipsis" role="status" data-tip={trouble}>
          {trouble}
        </span>
      )}
      <LevelMeter />
      <IconButton
        icon={muted ? 'muted' : 'volume'}
        label={muted ? 'Sound on' : 'Mute the viewer'}
        keys="Alt+M"
        size={14}
        pressed={muted}
        onClick={toggleMute}
      />
      <span className="sound-fader">
        <Slider
          label="Volume of the viewer"
          valueText={`${Math.round(fader * 100)} %`}
          value={fader}
          min={0}
          max={1}
          step={0.01}
          onChange={(value) => soundStore.setState({ fader: value, muted: false })}
        />
      </span>
    </div>
  )
}

function toggleMute(): void {
  soundStore.setState(({ muted }) => ({ muted: !muted }))
}
