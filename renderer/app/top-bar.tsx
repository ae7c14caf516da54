import { useRef } from 'react'
import type { JSX } from 'react'
import { QueuePanel } from '../jobs/queue-panel.tsx'
import { openJobs, queueWords } from '../jobs/queue-summary.ts'
import { openDialog, setQueueOpen, setWorkspace, useSequence, useStudio, useUi } from '../store/index.ts'
import { Icon, Kbd } from '../ui/index.ts'
import { formatMemory } from './format.ts'
import { useNow } from './use-now.ts'

const WORKSPACES = [
  { id: 'generate', label: 'Generate', keys: 'Mod+1' },
  { id: 'edit', label: 'Edit', keys: 'Mod+2' },
] as const

export function TopBar(): JSX.Element {
  return (
    <header className="top-bar">
      <ProjectName />
      <WorkspaceTabs />
      <div className="top-bar-chips">
        <DeviceChip />
        <QueueChip />
        <button type="button" className="top-chip" onClick={() => openDialog('palette')}>
          Find a command <Kbd keys="Mod+K" />
        </button>
      </div>
    </header>
  )
}

function ProjectName(): JSX.Element {
  const name = useStudio((state) => state.project?.name ?? '')
  const sample = useStudio((state) => state.project?.sample ?? false)
  const format = useSequence(({ shown }) =>
    shown ? `${shown.size.width} × ${shown.size.height} · ${Number((shown.rate.num / shown.rate.den).toFixed(3))}` : '',
  )
  return (
    <button
      type="button"
      className="project-name"
      aria-label={`Project ${name}. Open the project home`}
      data-tip="Project home"
      data-keys="Mod+O"
      onClick={() => openDialog('home')}
    >
      <strong className="ellipsis" title={name}>
        {name}
      </strong>
      {sample && name !== 'Sample project' && <span>sample project</span>}
      <span className="project-format">{format}</span>
    </button>
  )
}

function WorkspaceTabs(): JSX.Element {
  const workspace = useUi((state) => state.workspace)
  return (
    <div className="workspace-tabs" role="tablist" aria-label="Workspaces">
      {WORKSPACES.map(({ id, label, keys }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={workspace === id}
          data-tip={`${label} workspace`}
          data-keys={keys}
          className="workspace-tab"
          onClick={() => setWorkspace(id)}
        >
          {label}
        </button>
      ))}
    </div>
  )
}

function DeviceChip(): JSX.Element | null {
  const status = useStudio((state) => state.status)
  if (!status) return null
  return (
    <button type="button" className="top-chip" data-tip="Devices and health" onClick={() => openDialog('devices')}>
      <span className="dot" />
      {status.device} · {formatMemory(status.memory.usedBytes, status.memory.totalBytes)}
    </button>
  )
}

function QueueChip(): JSX.Element {
  const anchor = useRef<HTMLButtonElement>(null)
  const jobs = useStudio((state) => state.jobs)
  const open = useUi((state) => state.queueOpen)
  const busy = openJobs(jobs).length > 0
  const now = useNow(busy ? 1000 : null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={busy ? 'top-chip top-chip-busy' : 'top-chip'}
        aria-expanded={open}
        aria-haspopup="dialog"
        data-tip="Show the queue"
        data-keys="Mod+J"
        onClick={() => setQueueOpen(!open)}
      >
        <Icon name="queue" size={14} />
        {queueWords(jobs, now)}
      </button>
      {open && <QueuePanel anchor={anchor} onClose={() => setQueueOpen(false)} />}
    </>
  )
}
