import type { JSX } from 'react'
import { useStore } from 'zustand'
import { steadySpeed } from '../../core/timeline/clip-time.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { runCommand } from '../app/commands.ts'
import { command } from '../app/keys.ts'
import { KeyButtons } from '../keyframes/key-buttons.tsx'
import { frameNow, setKeyAt } from '../keyframes/key-edits.ts'
import { KeyLane } from '../keyframes/key-lane.tsx'
import { laneEdit, laneOf, laneValue, valueWords } from '../keyframes/lane.ts'
import { tryEdit } from '../timeline/edits.ts'
import { Button, IconButton } from '../ui/index.ts'
import { transport } from '../viewer/transport.ts'
import { Row } from './rows.tsx'

/** How fast a clip runs; along a ramp, its points and the speed at the playhead. */
export function ClipSpeed({ clip }: { clip: Clip }): JSX.Element {
  const lane = laneOf(clip, 'speed')
  const steady = steadySpeed(clip)
  const ramp = lane.keys.length > 0
  const now = useStore(transport, ({ at }) => (ramp ? Math.min(clip.length - 1, Math.max(0, at - clip.start)) : 0))
  const on = lane.keys.some(({ at }) => at === now)
  const own = (): void => void tryEdit({ name: 'speedRamp', args: { clip: clip.id, points: [] } })
  const begin = (): void => {
    if (ramp) setKeyAt(clip, lane, frameNow(clip))
    else {
      // A ramp that is still level: its ends, and the point that is about to be moved.
      const value = steady ? (steady.num * 100) / steady.den : 100
      const ats = [...new Set([0, frameNow(clip), Math.max(1, clip.length - 1)])].sort((a, b) => a - b)
      tryEdit(
        laneEdit(
          clip,
          'speed',
          ats.map((at) => ({ at, value, ease: 'linear' })),
          null,
        ),
      )
    }
  }
  const words = ramp ? valueWords(laneValue(lane, now), '%') : steady?.num === 0 ? 'held frame' : null
  return (
    <Row name="Speed" mono below={ramp && <KeyLane clip={clip} lane={lane} />}>
      <span className="insp-speed">{words ?? valueWords(steady ? (steady.num * 100) / steady.den : 100, '%')}</span>
      {!ramp && (
        <Button variant="quiet" keys={command('clip.speed').keys[0]} onClick={() => void runCommand('clip.speed')}>
          Change
        </Button>
      )}
      <KeyButtons
        clip={clip}
        lane={lane}
        on={on}
        onSet={begin}
        onRemove={() => {
          const rest = lane.keys.filter(({ at }) => at !== now)
          // One point is a steady speed, and no ramp any more.
          tryEdit(laneEdit(clip, 'speed', rest, null))
        }}
      />
      {clip.retime && <IconButton icon="retry" size={12} label="Reset speed" onClick={own} />}
    </Row>
  )
}
