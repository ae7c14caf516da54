import { useEffect, useRef, useState } from 'react'
import type { JSX, SyntheticEvent } from 'react'
import './home.css'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { nativeBridge } from '../api/native.ts'
import { formatAgo } from '../app/format.ts'
import type { Project } from '../../core/library/entities.ts'
import { refresh, useStudio } from '../store/index.ts'
import { Button, Dialog, TextInput } from '../ui/index.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { RecoverProject } from './recover-project.tsx'
import { wayOn } from './way-on.ts'

interface Recent {
  name: string
  path: string
  openedAt: number
}

/** The first screen where no project is open. A studio that has never had one opens the sample project by itself. */
export function Home(): JSX.Element {
  return (
    <main className="home" aria-label="Project home">
      <div className="home-card">
        <h1 className="home-title">Cortado</h1>
        <p className="home-words">Films out of generated footage, made on this machine.</p>
        <HomeBody onOpened={() => undefined} firstStart />
      </div>
    </main>
  )
}

/** The same over an open project. */
export function HomeDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Projects" open={open} onClose={onClose}>
      <HomeBody onOpened={onClose} />
    </Dialog>
  )
}

function HomeBody({ onOpened, firstStart = false }: { onOpened: () => void; firstStart?: boolean }): JSX.Element {
  const current = useStudio((state) => state.project?.path)
  const folder = useStudio((state) => state.status?.projectsFolder)
  const [recent, setRecent] = useState<readonly Recent[] | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  /** The project that would not open. */
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [name, setName] = useState('')
  const started = useRef(false)

  const run = async (call: () => Promise<Project>, path: string | null = null): Promise<void> => {
    setBusy(true)
    setTrouble(null)
    try {
      await call()
      await refresh()
      onOpened()
    } catch (error) {
      setTrouble(toTrouble(error))
      setFailed(path)
    } finally {
      setBusy(false)
    }
  }

  const open = (path: string): Promise<void> => run(() => client.project.open({ path }), path)

  useEffect(() => {
    if (started.current) return
    started.current = true
    const load = async (): Promise<void> => {
      try {
        const { projects } = await client.project.recent()
        if (firstStart && projects.length === 0) await run(() => client.project.sample({}))
        setRecent(projects)
      } catch (error) {
        setRecent([])
        setTrouble(toTrouble(error))
      }
    }
    void load()
    // Read once: the list changes only by what is done here.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const pickFolder = nativeBridge()?.openProjectFolder
  const openFolder = async (pick: () => Promise<string | null>): Promise<void> => {
    try {
      const path = await pick()
      if (path !== null) await open(path)
    } catch (error) {
      setTrouble(toTrouble(error))
    }
  }
  const create = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (name.trim() !== '') void run(() => client.project.create({ name: name.trim() }))
  }

  return (
    <div className="home-body" aria-busy={busy}>
      {trouble && <TroubleNote trouble={trouble}>{wayOn(trouble.code)}</TroubleNote>}
      {trouble?.code === 'LIBRARY_DAMAGED' && failed !== null && (
        <RecoverProject key={failed} path={failed} onOpen={(path) => void open(path)} />
      )}
      <form className="home-new" onSubmit={create}>
        <TextInput
          aria-label="Name of the new project"
          placeholder="Name of the new project"
          maxLength={120}
          value={name}
          disabled={busy}
          autoFocus
          // React focuses before a dialog opens; the attribute tells the dialog itself.
          ref={(field) => field?.setAttribute('autofocus', '')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="primary" type="submit" disabled={busy || name.trim() === ''}>
          New project
        </Button>
      </form>
      {folder && (
        <p className="home-folder" title={folder}>
          Kept in {folder}
        </p>
      )}
      <ul className="home-list" aria-label="Recent projects">
        {recent?.map((project) => (
          <li key={project.path}>
            <button
              type="button"
              className="home-project"
              disabled={busy || project.path === current}
              onClick={() => void open(project.path)}
            >
              <span className="home-name ellipsis" title={project.name}>
                {project.name}
              </span>
              <span className="home-when">
                {project.path === current ? 'open now' : formatAgo(project.openedAt, Date.now())}
              </span>
              <span className="home-path ellipsis" title={project.path}>
                {project.path}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {recent?.length === 0 && <p className="home-none">Projects that you make are listed here.</p>}
      <div className="home-ways">
        {pickFolder && (
          <Button icon="folder" disabled={busy} onClick={() => void openFolder(pickFolder)}>
            Open a project folder …
          </Button>
        )}
        <Button disabled={busy} onClick={() => void run(() => client.project.sample({}))}>
          Open the sample project
        </Button>
      </div>
    </div>
  )
}
