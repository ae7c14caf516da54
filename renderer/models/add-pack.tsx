import { useState } from 'react'
import type { JSX } from 'react'
import type { BroughtPack } from '../../core/library/packs.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { nativeBridge } from '../api/native.ts'
import { formatBytes } from '../app/format.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { useStudio } from '../store/index.ts'
import { Button, Field, Icon, Progress, TextInput } from '../ui/index.ts'
import { ProcessorNote } from './processor-note.tsx'

type Outcome =
  | { state: 'none' }
  | { state: 'running' }
  | { state: 'done'; brought: BroughtPack }
  | { state: 'trouble'; trouble: Trouble }

/** Brings a pack: copied for the user, or used where it lies. `onBrought` gets the path at which it is found from now on. */
export function AddPack({ onBrought }: { onBrought: (path: string) => void }): JSX.Element {
  const [path, setPath] = useState('')
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' })
  const projects = useStudio((state) => state.status?.projectsFolder)
  const bridge = nativeBridge()
  const running = outcome.state === 'running'

  const bring = async (call: 'add' | 'useInPlace'): Promise<void> => {
    setOutcome({ state: 'running' })
    try {
      setOutcome({ state: 'done', brought: await client.packs[call]({ path: path.trim() }) })
    } catch (error) {
      setOutcome({ state: 'trouble', trouble: toTrouble(error) })
    }
  }
  const pick = async (kind: 'folder' | 'zip'): Promise<void> => {
    const picked = await bridge?.openPack?.(kind)
    if (picked === undefined || picked === null) return
    setPath(picked)
    setOutcome({ state: 'none' })
  }
  return (
    <form
      className="models-details"
      aria-label="Add a pack"
      onSubmit={(event) => {
        event.preventDefault()
        void bring('add')
      }}
    >
      <header className="models-head">
        <h3>Add a pack</h3>
      </header>
      <p>
        A pack is a folder with a <span className="mono">pack.json</span>, or a ZIP of one. The libraries that a GPU
        needs come the same way. Every file is checked before it is used.
      </p>
      <Field label="Folder or ZIP" hint={bridge?.openPack ? undefined : `In the projects folder, ${projects ?? ''}.`}>
        {(id) => (
          <div className="models-pick">
            <TextInput
              id={id}
              className="input mono"
              value={path}
              readOnly={bridge?.openPack !== undefined}
              onChange={(event) => setPath(event.currentTarget.value)}
            />
            {bridge?.openPack && (
              <>
                <Button icon="folder" onClick={() => void pick('folder')}>
                  Folder …
                </Button>
                <Button onClick={() => void pick('zip')}>ZIP …</Button>
              </>
            )}
          </div>
        )}
      </Field>
      <div className="models-ways">
        <Button type="submit" variant="primary" disabled={running || path.trim() === ''}>
          Copy it
        </Button>
        <Button disabled={running || path.trim() === ''} onClick={() => void bring('useInPlace')}>
          Use it where it lies
        </Button>
      </div>
      <div role="status" className="models-outcome">
        {running && <Bringing />}
        {outcome.state === 'done' && <Done brought={outcome.brought} onShow={onBrought} />}
      </div>
      {outcome.state === 'trouble' && <TroubleNote trouble={outcome.trouble} />}
    </form>
  )
}

const STAGES = { copying: 'Copying', verifying: 'Verifying', testing: 'Running the test clip of' } as const

function Bringing(): JSX.Element {
  const progress = useStudio((state) => state.bringing)
  if (progress === null) return <p>Looking into it …</p>
  const { stage, id, doneBytes, totalBytes } = progress
  return (
    <>
      <p>
        {STAGES[stage]} {id}
        {totalBytes > 0 && `: ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`}
      </p>
      {totalBytes > 0 && <Progress value={doneBytes / totalBytes} label={`${STAGES[stage]} ${id}`} />}
    </>
  )
}

function Done({ brought, onShow }: { brought: BroughtPack; onShow: (path: string) => void }): JSX.Element {
  const { title, already, path, checks, kind } = brought
  return (
    <>
      <p className="models-fine">
        <Icon name="check" size={14} /> {title} {already ? 'was here already.' : 'is ready.'}
      </p>
      <ProcessorNote checks={checks} />
      {kind === 'pack' && <Button onClick={() => onShow(path)}>Show it</Button>}
      {kind === 'accelerator' && <p>Check the devices again to use it.</p>}
    </>
  )
}
