import { useState } from 'react'
import type { JSX, MouseEvent } from 'react'
import { LABELS } from '../../core/library/marks.ts'
import type { EntryRef, Marks } from '../../core/library/marks.ts'
import { studioStore } from '../store/index.ts'
import { Menu } from '../ui/index.ts'
import type { MenuItem } from '../ui/index.ts'
import { binLines } from './bin-tree.ts'
import { fileEntries, markEntries, trashEntries } from './calls.ts'

export interface EntryMenu {
  /** Items for the menu of the entry itself. */
  items: () => (MenuItem | null)[]
  /** Goes beside the menu: the second menu, with labels or bins. */
  menu: JSX.Element | null
  /** Remembers where the pointer is, for the second menu. */
  onPointer: (event: MouseEvent<HTMLElement>) => void
}

/** Favourite, label, bin and trash of a shot or a take. `words` names it in messages. */
export function useEntryMenu(entry: EntryRef, marks: Marks, words: string): EntryMenu {
  const [at, setAt] = useState({ x: 0, y: 0 })
  const [open, setOpen] = useState<'label' | 'bin' | null>(null)
  const labels = (): MenuItem[] => [
    { label: 'No label', onSelect: () => void markEntries([entry], { label: null }) },
    ...LABELS.map((label) => ({
      label: `${label.charAt(0).toUpperCase()}${label.slice(1)}${marks.label === label ? '  ✓' : ''}`,
      onSelect: () => void markEntries([entry], { label }),
    })),
  ]
  const places = (): MenuItem[] => [
    { label: 'In no bin', onSelect: () => void fileEntries([entry], null) },
    ...binLines(studioStore.getState().bins).map(({ bin, depth }) => ({
      label: `${'\u2003'.repeat(depth)}${bin.name}`,
      onSelect: () => void fileEntries([entry], bin.id),
    })),
  ]
  return {
    items: () => [
      {
        label: marks.favourite ? 'No favourite any more' : 'Favourite',
        onSelect: () => void markEntries([entry], { favourite: !marks.favourite }),
      },
      { label: 'Label…', onSelect: () => setOpen('label') },
      ...(entry.kind === 'take' ? [] : [{ label: 'Put into a bin…', onSelect: () => setOpen('bin') }]),
      null,
      { label: 'Move to the trash', danger: true, onSelect: () => void trashEntries([entry], words) },
    ],
    menu: open && (
      <Menu
        anchor={at}
        label={open === 'label' ? `Label of ${words}` : `Bin of ${words}`}
        items={open === 'label' ? labels() : places()}
        onClose={() => setOpen(null)}
      />
    ),
    onPointer: (event) => {
      const box = event.currentTarget.getBoundingClientRect()
      const keyed = event.clientX === 0 && event.clientY === 0
      setAt(keyed ? { x: box.left + 8, y: box.top + 8 } : { x: event.clientX, y: event.clientY })
    },
  }
}
