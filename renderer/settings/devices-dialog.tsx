import type { JSX } from 'react'
import './devices.css'
import { TroubleNote } from '../app/trouble-note.tsx'
import { Button, Dialog } from '../ui/index.ts'
import { CheckRow } from './check-row.tsx'
import { healthWords } from './health-words.ts'
import { useHealth } from './use-health.ts'

/** What the studio finds on this machine, and what to do about the rest: `doctor`, in the window. */
export function DevicesDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Devices and health" open={open} onClose={onClose} size="medium" className="health">
      <Health />
    </Dialog>
  )
}

function Health(): JSX.Element {
  const { checks, trouble, busy, again } = useHealth()
  return (
    <div className="health-body" aria-busy={busy}>
      <header className="health-head">
        <p role="status">{busy ? 'Looking at this machine …' : checks ? healthWords(checks) : ''}</p>
        <Button icon="retry" disabled={busy} onClick={again}>
          Check again
        </Button>
      </header>
      {trouble && <TroubleNote trouble={trouble} />}
      {checks && (
        <ul className="health-list" aria-label="Checks">
          {checks.map((check) => (
            <CheckRow key={check.name} check={check} />
          ))}
        </ul>
      )}
    </div>
  )
}
