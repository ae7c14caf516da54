import type { JSX } from 'react'
import { undoLabel, useSequence, useStudio, useUi } from '../store/index.ts'
import { formatBytes, plural } from './format.ts'
import { savedWords } from './footer-words.ts'

export function Footer(): JSX.Element {
  const online = useStudio((state) => state.online)
  const status = useStudio((state) => state.status)
  const saving = useSequence((state) => state.saving)
  const unsaved = useSequence((state) => state.unsaved)
  const undo = useSequence(undoLabel)
  const workspace = useUi((state) => state.workspace)
  const { words, trouble } = savedWords({ online, saving, unsaved, workspace })
  return (
    <footer className="footer">
      <span className={trouble ? 'footer-trouble ellipsis' : 'ellipsis'} role="status" title={words}>
        {words}
      </span>
      {workspace === 'edit' && undo && <span className="ellipsis">Undo: {undo}</span>}
      <span className="footer-end" data-tip="Nothing leaves this machine">
        Offline
      </span>
      {status && <span>Disk {formatBytes(status.diskFreeBytes)} free</span>}
      {status && <span>Worker restarted {plural(status.workerRestarts, 'time')}</span>}
    </footer>
  )
}
