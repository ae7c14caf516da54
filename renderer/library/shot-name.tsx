import { useEffect, useRef, useState } from 'react'
import type { JSX } from 'react'
import type { Shot } from '../../core/library/entities.ts'
import { renameShot } from '../store/index.ts'
import { IconButton } from '../ui/index.ts'

/** The name of a shot, and the way to change it. `renaming` opens the field from outside; `onDone` says it is closed. */
export function ShotName({
  shot,
  renaming,
  onRename,
  onDone,
}: {
  shot: Shot
  renaming: boolean
  onRename: () => void
  onDone: () => void
}): JSX.Element {
  if (renaming) return <NameField shot={shot} onDone={onDone} />
  return (
    <>
      <h2 className="shot-name ellipsis" title={shot.prompt} onDoubleClick={onRename}>
        {shot.name}
      </h2>
      <IconButton
        className="shot-rename"
        icon="pencil"
        size={12}
        label={`Rename ${shot.name}`}
        keys="F2"
        onClick={onRename}
      />
    </>
  )
}

function NameField({ shot, onDone }: { shot: Shot; onDone: () => void }): JSX.Element {
  const [name, setName] = useState(shot.name)
  const field = useRef<HTMLInputElement>(null)
  // Escape and Enter both take the focus away; only one of them means the new name.
  const kept = useRef(true)
  useEffect(() => field.current?.select(), [])
  const finish = (): void => {
    const words = name.trim()
    if (kept.current && words !== '' && words !== shot.name) void renameShot(shot.id, words)
    onDone()
  }
  return (
    <input
      ref={field}
      className="input shot-field"
      aria-label="Name of the shot"
      maxLength={400}
      autoFocus
      autoComplete="off"
      spellCheck={false}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        kept.current = event.key === 'Enter'
        event.currentTarget.blur()
      }}
    />
  )
}
