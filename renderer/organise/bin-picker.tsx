import { useRef, useState } from 'react'
import type { JSX } from 'react'
import './organise.css'
import { useStudio } from '../store/index.ts'
import { IconButton, Menu, Select } from '../ui/index.ts'
import { binLines } from './bin-tree.ts'
import type { Place } from './bin-tree.ts'
import { createBin, removeBin, renameBin } from './calls.ts'

/** Which part of the library is shown, and what is done with bins themselves. */
export function BinPicker({ place, onPlace }: { place: Place; onPlace: (place: Place) => void }): JSX.Element {
  const bins = useStudio((state) => state.bins)
  const here = bins.find((bin) => bin.id === place)
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null)
  const [menu, setMenu] = useState(false)
  const button = useRef<HTMLSpanElement>(null)
  const options = [
    { value: 'all', label: 'All takes' },
    ...binLines(bins).map(({ bin, depth }) => ({ value: bin.id, label: `${'\u2003'.repeat(depth)}${bin.name}` })),
    { value: 'none', label: 'In no bin' },
    { value: 'trash', label: 'Trash' },
  ]
  const name = async (words: string): Promise<void> => {
    setNaming(null)
    if (words.trim() === '') return
    if (naming === 'rename' && here) await renameBin(here.id, words)
    else {
      const made = await createBin(words, here?.id ?? null)
      if (made !== undefined) onPlace(made)
    }
  }
  if (naming) {
    return (
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked to type here
        autoFocus
        className="input"
        aria-label={naming === 'rename' ? 'Name of the bin' : 'Name of the new bin'}
        placeholder="Name, then Enter"
        maxLength={200}
        defaultValue={naming === 'rename' ? (here?.name ?? '') : ''}
        onBlur={() => setNaming(null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void name(event.currentTarget.value)
          if (event.key === 'Escape') setNaming(null)
        }}
      />
    )
  }
  return (
    <div className="bin-picker">
      <Select
        className="input select"
        aria-label="Bin"
        options={options}
        value={place}
        onChange={(value) => onPlace(value)}
      />
      <span ref={button}>
        <IconButton icon="more" label="Bins" onClick={() => setMenu(true)} />
      </span>
      {menu && (
        <Menu
          anchor={button}
          label="Bins"
          align="end"
          onClose={() => setMenu(false)}
          items={[
            { label: here ? `New bin in "${here.name.slice(0, 40)}"` : 'New bin', onSelect: () => setNaming('new') },
            { label: 'Rename', disabled: !here, onSelect: () => setNaming('rename') },
            {
              label: 'Remove the bin',
              disabled: !here,
              danger: true,
              onSelect: () => {
                if (!here) return
                onPlace(here.parent ?? 'all')
                void removeBin(here.id)
              },
            },
          ]}
        />
      )}
    </div>
  )
}
