import type { JSX } from 'react'
import './inspector.css'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { useUi } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { ClipDetails } from './clip-details.tsx'
import { RunningJobs } from './running-jobs.tsx'
import { SequenceDetails } from './sequence-details.tsx'

/** What is selected, in words and numbers. */
export function Inspector({ sequence }: { sequence: Sequence }): JSX.Element {
  const selected = useUi((state) => state.clip)
  const clip = selected === null ? undefined : currentClip(sequence, selected)?.clip
  return (
    <aside className="inspector" aria-label="Inspector">
      <header className="pane-head">
        <h2>{clip ? 'Clip' : 'Sequence'}</h2>
      </header>
      <div className="insp-body">
        {clip ? <ClipDetails clip={clip} sequence={sequence} /> : <SequenceDetails sequence={sequence} />}
      </div>
      <RunningJobs />
    </aside>
  )
}
