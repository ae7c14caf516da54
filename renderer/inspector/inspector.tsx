import type { JSX } from 'react'
import './inspector.css'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { ChangePanel } from '../change/change-panel.tsx'
import { useChange } from '../change/change-store.ts'
import { useUi } from '../store/index.ts'
import type { CommandId } from '../../core/commands/table.ts'
import { runCommand } from '../app/commands.ts'
import { command } from '../app/keys.ts'
import { toggleHistory } from '../timeline/layout-store.ts'
import { Button } from '../ui/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { ClipDetails } from './clip-details.tsx'
import { RunningJobs } from './running-jobs.tsx'
import { SequenceDetails } from './sequence-details.tsx'

/** What is selected, in words and numbers. */
export function Inspector({ sequence }: { sequence: Sequence }): JSX.Element {
  const selected = useUi((state) => state.clip)
  const found = selected === null ? null : currentClip(sequence, selected)
  const count = useUi((state) => state.clips.length)
  const draft = useChange((state) => state.draft !== null)
  const covered = useUi((state) => state.dialog === 'viewer')
  const changing = draft && !covered
  return (
    <aside className="inspector" aria-label="Inspector">
      <header className="pane-head">
        <h2>{changing ? 'Change' : found ? 'Clip' : 'Sequence'}</h2>
        <span className="pane-head-end" />
        <button
          type="button"
          className="viewer-safe"
          data-tip="Every edit, to go back to"
          data-keys="H"
          onClick={toggleHistory}
        >
          History
        </button>
      </header>
      <div className="insp-body">
        {changing ? (
          <ChangePanel />
        ) : found ? (
          <>
            {count > 1 && <SelectionNote count={count} />}
            <ClipDetails key={found.clip.id} clip={found.clip} track={found.track} sequence={sequence} />
          </>
        ) : (
          <SequenceDetails sequence={sequence} />
        )}
      </div>
      <RunningJobs />
    </aside>
  )
}

const TOGETHER: readonly CommandId[] = ['clip.group', 'clip.link', 'clip.nest', 'clip.duplicate', 'clip.enable']

/** Several clips are selected: how many, and what is done with them together. */
function SelectionNote({ count }: { count: number }): JSX.Element {
  return (
    <section aria-label="Selection">
      <p className="insp-words">{count} clips are selected. What stands below is said of the last one.</p>
      <div className="insp-together">
        {TOGETHER.map((id) => (
          <Button key={id} variant="quiet" keys={command(id).keys[0]} onClick={() => void runCommand(id)}>
            {command(id).label}
          </Button>
        ))}
      </div>
    </section>
  )
}
