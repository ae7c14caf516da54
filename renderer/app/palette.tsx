import { useState } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { CommandId } from '../../core/commands/table.ts'
import { Dialog, Kbd } from '../ui/index.ts'
import { canRun, registryStore, runCommand } from './commands.ts'
import { command } from './keys.ts'
import { findCommands } from './find-commands.ts'

interface Props {
  open: boolean
  onClose: () => void
}

/** Every command by its words. What cannot be done now is greyed. */
export function Palette({ open, onClose }: Props): JSX.Element {
  return (
    <Dialog title="Find a command" open={open} onClose={onClose} bare className="palette">
      <PaletteBody onClose={onClose} />
    </Dialog>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }): JSX.Element {
  useStore(registryStore)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = findCommands(text).sort((a, b) => Number(canRun(b)) - Number(canRun(a)))
  const current = Math.min(at, found.length - 1)

  const choose = (id: CommandId | undefined): void => {
    if (id === undefined || !canRun(id)) return
    onClose()
    // After the dialog has gone, so that a command that moves the focus keeps it.
    setTimeout(() => runCommand(id))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') choose(found[current])
    else if (event.key === 'ArrowDown') setAt((current + 1) % Math.max(1, found.length))
    else if (event.key === 'ArrowUp') setAt((current - 1 + found.length) % Math.max(1, found.length))
    else return
    event.preventDefault()
  }

  return (
    <div onKeyDown={onKeyDown}>
      <input
        className="palette-input"
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] ? `palette-${found[current]}` : undefined}
        placeholder="What do you want to do?"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label="Commands">
        {found.map((id, index) => (
          <li
            key={id}
            id={`palette-${id}`}
            ref={index === current ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            role="option"
            aria-selected={index === current}
            aria-disabled={!canRun(id)}
            className="palette-item"
            onPointerMove={() => setAt(index)}
            onClick={() => choose(id)}
          >
            <span className="palette-menu">{command(id).menu}</span>
            <span className="palette-label">{command(id).label}</span>
            {command(id).keys[0] && <Kbd keys={command(id).keys[0] ?? ''} />}
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="palette-none">No command has these words. Try another one, such as “take” or “zoom”.</p>
      )}
    </div>
  )
}
