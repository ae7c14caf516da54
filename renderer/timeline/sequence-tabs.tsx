import { useRef, useState } from 'react'
import type { JSX } from 'react'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { runCommand } from '../app/commands.ts'
import { showSequence, useStudio } from '../store/index.ts'
import { cx, IconButton, Menu } from '../ui/index.ts'

/** From this many on the others are in a list. */
const TABS = 4

/** The sequences of the project; the one in front opens its settings when it is pressed again. */
export function SequenceTabs({ sequence }: { sequence: Sequence }): JSX.Element {
  const all = useStudio((state) => state.sequences)
  const more = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const front = all.findIndex(({ id }) => id === sequence.id)
  // The one in front is always among the tabs.
  const shown = all.filter((_, index) => index < TABS || index === front)
  return (
    <div className="tl-tabs" role="group" aria-label="Sequences">
      {shown.map(({ id, name }) => {
        const current = id === sequence.id
        return (
          <button
            key={id}
            type="button"
            className={cx('tl-tab', 'ellipsis', current && 'is-current')}
            aria-pressed={current}
            title={name}
            data-tip={current ? 'Sequence settings' : undefined}
            onClick={() => (current ? void runCommand('sequence.change') : void showSequence(id))}
          >
            {current ? sequence.name : name}
          </button>
        )
      })}
      {all.length > shown.length && (
        <IconButton ref={more} icon="more" label="More sequences" onClick={() => setOpen(true)} />
      )}
      <IconButton icon="plus" label="New sequence" size={12} onClick={() => void runCommand('sequence.new')} />
      {open && (
        <Menu
          label="Sequences"
          anchor={more}
          onClose={() => setOpen(false)}
          items={all.map(({ id, name }) => ({ label: name, onSelect: () => void showSequence(id) }))}
        />
      )}
    </div>
  )
}
