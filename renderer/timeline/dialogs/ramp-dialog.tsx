import { useState } from 'react'
import type { JSX } from 'react'
import type { Edit } from '../../../core/timeline/edit.ts'
import { lookUp } from '../../../core/timeline/queries.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { useSequence, useUi } from '../../store/index.ts'
import { Button, Dialog, IconButton, NumberField } from '../../ui/index.ts'
import { tryEdit } from '../edits.ts'
import { EditForm } from './edit-form.tsx'
import { rampSpeed } from './speed-of.ts'

interface Props {
  open: boolean
  onClose: () => void
}

/** A point of a ramp as it is typed: a frame of the clip, and the speed there in percent; backwards where negative. */
interface Point {
  key: number
  at: number
  percent: number
}

/** Speeds that change over the length of a clip, in straight lines between points. */
export function RampDialog({ open, onClose }: Props): JSX.Element {
  const id = useUi((state) => state.clip)
  const clip = useSequence(({ shown }) => (shown && id !== null ? lookUp(shown, id)?.clip : undefined))
  return (
    <Dialog title="Speed ramp" open={open} onClose={onClose} size="small">
      {clip ? <RampForm clip={clip} onClose={onClose} /> : <p>Select the clip to ramp, then come back.</p>}
    </Dialog>
  )
}

function RampForm({ clip, onClose }: { clip: Clip; onClose: () => void }): JSX.Element {
  const [points, setPoints] = useState(() => pointsOf(clip))
  const [fresh, setFresh] = useState(points.length)
  const sorted = points.toSorted((a, b) => a.at - b.at)
  const edit: Edit = {
    name: 'speedRamp',
    args: {
      clip: clip.id,
      points: sorted.map(({ at, percent }) => ({ at, speed: rampSpeed(percent) })),
    },
  }
  const ownSpeed = clip.retime && (
    <Button
      onClick={() => {
        if (tryEdit({ name: 'speedRamp', args: { clip: clip.id, points: [] } })) onClose()
      }}
    >
      Own speed again
    </Button>
  )
  const change = (key: number, next: Partial<Point>): void =>
    setPoints((all) => all.map((point) => (point.key === key ? { ...point, ...next } : point)))
  const add = (): void => {
    const last = sorted.at(-1)
    setPoints([
      ...points,
      { key: fresh, at: Math.min(clip.length - 1, (last?.at ?? 0) + 12), percent: last?.percent ?? 100 },
    ])
    setFresh(fresh + 1)
  }
  return (
    <EditForm edits={[edit]} action="Ramp" onClose={onClose} ways={ownSpeed}>
      <p className="insp-words">
        The length of the clip stays; it shows more of its source, or less. 0 % stands still, less runs backwards.
      </p>
      <ul className="tl-ramp">
        {points.map(({ key, at, percent }, index) => (
          <li key={key}>
            <NumberField
              label={`Frame of point ${index + 1}`}
              value={at}
              min={-100_000}
              max={100_000}
              step={1}
              format={(value) => `frame ${value}`}
              onChange={(value) => change(key, { at: value })}
            />
            <NumberField
              label={`Speed of point ${index + 1}`}
              value={percent}
              min={-1000}
              max={1000}
              step={5}
              format={(value) => `${value} %`}
              onChange={(value) => change(key, { percent: value })}
            />
            <IconButton
              icon="trash"
              label={`Remove point ${index + 1}`}
              disabled={points.length === 1}
              onClick={() => setPoints(points.filter((point) => point.key !== key))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button icon="plus" onClick={add}>
          Add a point
        </Button>
      </div>
    </EditForm>
  )
}

/** The ramp that the clip has, in frames of the clip; else its own speed at both ends. */
function pointsOf(clip: Clip): Point[] {
  const { retime } = clip
  if (!retime) return [0, clip.length - 1].map((at, key) => ({ key, at, percent: 100 }))
  return retime.points.map(({ at, speed }, key) => ({
    key,
    at: at - retime.lead,
    percent: Number(((speed.num * 100) / speed.den).toFixed(1)),
  }))
}
