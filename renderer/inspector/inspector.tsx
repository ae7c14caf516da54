import type { JSX } from 'react'
import './inspector.css'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { ChangePanel } from '../change/change-panel.tsx'
import { useChange } from '../change/change-store.ts'
import { useUi } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { ClipDetails } from './clip-details.tsx'
import { RunningJobs } from './running-jobs.tsx'
import { SequenceDetails } from './sequence-details.tsx'

/** What is selected, in words and numbers. */
export function Inspector({ sequence }: { sequence: Sequence }): JSX.Element {
  const selected = useUi((state) => state.clip)
  const clip = selected === null ? undefined : currentClip(sequence, selected)?.clip
  const draft = useChange((state) => state.draft !== null)
  const covered = useUi((state) => state.dialog === 'viewer')
  const changing = draft && !covered
  return (
    <aside className="inspector" aria-label="Inspector">
      <header className="pane-head">
        <h2>{changing ? 'Change' : clip ? 'Clip' : 'Sequence'}</h2>
      </header>
      <div className="insp-body">
        {changing ? (
          <ChangePanel />
        ) : clip ? (
          <ClipDetails clip={clip} sequence={sequence} />
        ) : (
          <SequenceDetails sequence={sequence} />
        )}
      </div>
      <RunningJobs />
    </aside>
  )
}
