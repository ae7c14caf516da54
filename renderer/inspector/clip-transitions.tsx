import type { JSX } from 'react'
import type { Track } from '../../core/timeline/sequence.ts'
import type { Clip, Transition } from '../../core/timeline/clip.ts'
import { Transition as TransitionSchema } from '../../core/timeline/clip.ts'
import { toast } from '../store/index.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { fittedTransition, roomAt, TRANSITION_WORDS } from '../timeline/transitions.ts'
import { NumberField, Select } from '../ui/index.ts'
import { Row } from './rows.tsx'

const KINDS = TransitionSchema.shape.kind.options
/** Frames of a transition that is chosen here for the first time. */
const USUAL = 12

/** The transitions at both ends of a clip: which, and how long. */
export function ClipTransitions({ clip, track }: { clip: Clip; track: Track }): JSX.Element | null {
  if (track.kind === 'caption') return null
  return (
    <section aria-label="Transitions">
      <h3 className="insp-head">Transitions</h3>
      <dl>
        <End clip={clip} track={track} side="in" />
        <End clip={clip} track={track} side="out" />
      </dl>
    </section>
  )
}

function End({ clip, track, side }: { clip: Clip; track: Track; side: 'in' | 'out' }): JSX.Element {
  const transition = side === 'in' ? clip.transitionIn : clip.transitionOut
  const room = roomAt(track, clip, side)
  const where = side === 'in' ? 'start' : 'end'
  const kinds = KINDS.filter((kind) => (kind === 'crossfade') === (track.kind === 'audio'))
  const length = transition ? transition.before + transition.after : 0

  const choose = (value: string): void => {
    const kind = kinds.find((one) => one === value)
    if (!kind) tryEdit({ name: 'setTransition', args: { clip: clip.id, side, transition: null } })
    else put(kind, length > 0 ? length : USUAL)
  }
  const put = (kind: Transition['kind'], frames: number): void => {
    const next = fittedTransition(kind, frames, room)
    const key = `transition ${clip.id} ${side}`
    if (next) tryGesture(key, { name: 'setTransition', args: { clip: clip.id, side, transition: next } })
    else toast('The clips have no frames beyond this cut. Trim them first, so that a transition has something to show.')
  }
  return (
    <Row name={side === 'in' ? 'Start' : 'End'}>
      <Select
        aria-label={`Transition at the ${where}`}
        options={[
          { value: '', label: 'None' },
          ...kinds.map((kind) => ({ value: kind, label: TRANSITION_WORDS[kind] })),
        ]}
        value={transition?.kind ?? ''}
        onChange={choose}
      />
      {transition && (
        <NumberField
          label={`Length of the transition at the ${where}`}
          value={length}
          min={1}
          max={Math.max(length, room.before + room.after)}
          step={1}
          format={(frames) => `${frames} f`}
          onChange={(frames) => put(transition.kind, frames)}
        />
      )}
    </Row>
  )
}
