import { useState } from 'react'
import type { JSX } from 'react'
import type { RecoveryReport } from '../../core/library/upkeep.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { plural } from '../app/format.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { useStudio } from '../store/index.ts'
import { Button, Field, TextInput } from '../ui/index.ts'
import { savedFolder } from './saved-folder.ts'

const SHOWN = 20

/** Saves what can be read of a damaged project into a new folder, and says what was lost. The damaged one is only read. */
export function RecoverProject({ path, onOpen }: { path: string; onOpen: (path: string) => void }): JSX.Element {
  const projects = useStudio((state) => state.status?.projectsFolder)
  const [written, setWritten] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const [report, setReport] = useState<RecoveryReport | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const to = written ?? (projects === undefined ? '' : savedFolder(path, projects))
  const save = async (): Promise<void> => {
    setSaving(true)
    setTrouble(null)
    try {
      setReport(await client.project.recover({ path, to: to.trim() }))
    } catch (error) {
      setTrouble(toTrouble(error))
    } finally {
      setSaving(false)
    }
  }
  if (report) return <Saved report={report} onOpen={onOpen} />
  return (
    <form
      className="home-recover"
      aria-label="Recover the project"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label="New folder">
        {(id) => (
          <TextInput
            id={id}
            className="input mono"
            value={to}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button variant="primary" type="submit" disabled={saving || to.trim() === ''}>
        {saving ? 'Saving what can be read …' : 'Recover into a new project'}
      </Button>
      {trouble && <TroubleNote trouble={trouble} />}
    </form>
  )
}

function Saved({ report, onOpen }: { report: RecoveryReport; onOpen: (path: string) => void }): JSX.Element {
  const { saved, rebuilt, files, lost, path } = report
  const rows = [
    plural(saved['shot'] ?? 0, 'shot'),
    plural(saved['take'] ?? 0, 'take'),
    plural(saved['sequence'] ?? 0, 'sequence'),
    plural(files, 'file'),
  ]
  return (
    <div className="home-recover" role="status">
      <p>
        Saved: {rows.join(', ')}.{rebuilt.length > 0 && ` ${plural(rebuilt.length, 'take')} made again from masters.`}
        {lost.length === 0 ? ' Nothing was lost.' : ' Lost:'}
      </p>
      {lost.length > 0 && (
        <ul aria-label="What was lost">
          {lost.slice(0, SHOWN).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {lost.length > SHOWN && <li>and {lost.length - SHOWN} more</li>}
        </ul>
      )}
      <Button variant="primary" onClick={() => onOpen(path)}>
        Open the recovered project
      </Button>
    </div>
  )
}
