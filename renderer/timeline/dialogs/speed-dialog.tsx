import { useState } from 'react'
import type { JSX } from 'react'
import { steadySpeed } from '../../../core/timeline/clip-time.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { useSequence, useUi } from '../../store/index.ts'
import { Dialog, Field, NumberField } from '../../ui/index.ts'
import { chosenClips } from '../chosen.ts'
import type { Chosen } from '../chosen.ts'
import { EditForm } from './edit-form.tsx'
import { speedOf } from './speed-of.ts'

interface Props {
  open: boolean
  onClose: () => void
}

/** How fast the selected clips run, and which way. */
export function SpeedDialog({ open, onClose }: Props): JSX.Element {
  return (
    <Dialog title="Change speed" open={open} onClose={onClose} size="small">
      <SpeedForm onClose={onClose} />
    </Dialog>
  )
}

function SpeedForm({ onClose }: { onClose: () => void }): JSX.Element {
  const ids = useUi((state) => state.clips)
  const sequence = useSequence((state) => state.shown)
  const chosen = leaders(chosenClips(sequence, ids))
  const now = chosen[0] ? steadySpeed(chosen[0].clip) : null
  const [percent, setPercent] = useState(now && now.num !== 0 ? Math.abs((now.num * 100) / now.den) : 100)
  const [backwards, setBackwards] = useState((now?.num ?? 1) < 0)
  const [ripple, setRipple] = useState(false)
  if (chosen.length === 0) return <p>Select the clips whose speed shall change, then come back.</p>

  const speed = speedOf(percent, backwards)
  // From the right, so that what a clip pushes along is not pushed twice.
  const edits = chosen
    .toSorted((a, b) => b.clip.start - a.clip.start)
    .map(({ clip }): Edit => ({ name: 'speed', args: { clip: clip.id, speed, ripple } }))
  return (
    <EditForm edits={edits} action="Change" onClose={onClose}>
      <Field label="Speed">
        {(id) => (
          <NumberField
            id={id}
            value={Number(percent.toFixed(1))}
            min={1}
            max={10_000}
            step={1}
            format={(value) => `${value} %`}
            onChange={setPercent}
          />
        )}
      </Field>
      <label className="tl-form-check">
        <input type="checkbox" checked={backwards} onChange={(event) => setBackwards(event.currentTarget.checked)} />
        Backwards
      </label>
      <label className="tl-form-check">
        <input type="checkbox" checked={ripple} onChange={(event) => setRipple(event.currentTarget.checked)} />
        Move what comes later; without this, the clip ends where the next one begins
      </label>
    </EditForm>
  )
}

/** One of each set of linked clips: the edit takes the others along. */
function leaders(chosen: readonly Chosen[]): Chosen[] {
  const taken = new Set<string>()
  return chosen.filter(({ clip }) => {
    if (taken.has(clip.id)) return false
    for (const id of [clip.id, ...(clip.links ?? [])]) taken.add(id)
    return true
  })
}
