import { useRef, useState } from 'react'
import type { JSX } from 'react'
import type { SequenceEntry } from '../../core/library/entities.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { runCommand } from '../app/commands.ts'
import { duplicateSequence, showSequence, trashSequence, useStudio } from '../store/index.ts'
import { cx, IconButton, Menu, useContextMenu } from '../ui/index.ts'

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
      {shown.map((entry) => (
        <Tab
          key={entry.id}
          entry={entry.id === sequence.id ? { ...entry, name: sequence.name } : entry}
          current={entry.id === sequence.id}
          last={all.length === 1}
        />
      ))}
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

function Tab({ entry, current, last }: { entry: SequenceEntry; current: boolean; last: boolean }): JSX.Element {
  const { id, name } = entry
  const settings = (): void => void showSequence(id).then(() => runCommand('sequence.change'))
  const { onContextMenu, menu } = useContextMenu(`Sequence ${name}`, () => [
    { label: 'Sequence settings', onSelect: settings },
    { label: 'Duplicate', onSelect: () => void duplicateSequence(id) },
    null,
    { label: 'Move to the trash', danger: true, disabled: last, onSelect: () => void trashSequence(id) },
  ])
  return (
    <>
      <button
        type="button"
        className={cx('tl-tab', 'ellipsis', current && 'is-current')}
        aria-pressed={current}
        title={name}
        data-tip={current ? 'Sequence settings' : undefined}
        onClick={() => (current ? settings() : void showSequence(id))}
        onContextMenu={onContextMenu}
      >
        {name}
      </button>
      {menu}
    </>
  )
}
