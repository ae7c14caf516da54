import { useState } from 'react'
import type { JSX } from 'react'
import './import.css'
import { useStore } from 'zustand'
import { nativeBridge } from '../api/index.ts'
import { plural } from '../app/format.ts'
import { attempt, useStudio } from '../store/index.ts'
import { Button, Dialog, Icon, Progress, TextInput } from '../ui/index.ts'
import { importFiles, importStore, stopImport } from './import-media.ts'
import type { ImportLine } from './import-media.ts'
import { mediaWords } from './media-words.ts'

/** Takes files into the project: chosen in a dialog, dropped, or (in a browser) named by their path. */
export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const lines = useStore(importStore, (state) => state.lines)
  const running = useStore(importStore, (state) => state.running)
  const bin = useStore(importStore, (state) => state.bin)
  const binName = useStudio((state) => state.bins.find(({ id }) => id === bin)?.name)
  const waiting = lines.filter(({ state }) => state === 'waiting').length
  const done = lines.filter(({ state }) => state !== 'waiting' && state !== 'running').length
  return (
    <Dialog title="Import media" open={open} onClose={onClose} className="import-dialog">
      <p>
        Video, sound and pictures are copied into the project
        {binName === undefined ? '' : `, into the bin "${binName}"`}. The originals stay as they are.
      </p>
      <PickFiles />
      {lines.length > 0 && (
        <ul className="import-list" aria-label="Files">
          {lines.map((line) => (
            <Line key={line.path} line={line} />
          ))}
        </ul>
      )}
      {running && <Progress value={lines.length === 0 ? 0 : done / lines.length} label="Import progress" />}
      <div className="import-foot">
        <p role="status">{lines.length > 0 && summary(lines)}</p>
        {waiting > 0 && <Button onClick={stopImport}>Leave out the rest</Button>}
        <Button variant={running ? 'quiet' : 'primary'} onClick={onClose}>
          {running ? 'Go on in the background' : 'Done'}
        </Button>
      </div>
    </Dialog>
  )
}

function PickFiles(): JSX.Element {
  const [path, setPath] = useState('')
  const projects = useStudio((state) => state.status?.projectsFolder)
  const pick = nativeBridge()?.openMedia
  if (pick) {
    return (
      <div className="import-pick">
        <Button
          icon="folder"
          onClick={() => void attempt(pick).then((paths) => paths !== undefined && importFiles(paths))}
        >
          Choose files …
        </Button>
        <span>or drop them on the bin.</span>
      </div>
    )
  }
  return (
    <form
      className="import-pick"
      onSubmit={(event) => {
        event.preventDefault()
        importFiles([path.trim()])
        setPath('')
      }}
    >
      <TextInput
        aria-label="Path of the file"
        className="input mono"
        placeholder={`A file in ${projects ?? 'the projects folder'}`}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" disabled={path.trim() === ''}>
        Import
      </Button>
    </form>
  )
}

const WORDS = { waiting: 'waiting', running: 'copying and looking into it …', already: 'was here already' } as const

function Line({ line }: { line: ImportLine }): JSX.Element {
  const { path, state, media, trouble } = line
  const words =
    trouble?.message ??
    [media ? mediaWords(media) : '', state in WORDS ? WORDS[state as keyof typeof WORDS] : '']
      .filter((part) => part !== '')
      .join(' · ')
  return (
    <li className={`import-line is-${state}`}>
      <Icon name={state === 'refused' ? 'warning' : 'check'} size={14} />
      <span className="import-name ellipsis" title={path}>
        {path.split(/[\\/]/).at(-1)}
      </span>
      <span className="import-words">
        {words}
        {trouble && <span className="trouble-code mono">{trouble.code}</span>}
      </span>
    </li>
  )
}

function summary(lines: readonly ImportLine[]): string {
  const count = (state: ImportLine['state']): number => lines.filter((line) => line.state === state).length
  const [fresh, already, refused] = [count('imported'), count('already'), count('refused')]
  const parts = [
    `${plural(fresh, 'file')} imported`,
    already > 0 ? `${already} here already` : '',
    refused > 0 ? `${refused} refused` : '',
  ]
  return `${parts.filter((part) => part !== '').join(', ')}.`
}
