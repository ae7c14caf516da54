import type { JSX } from 'react'

interface FilterChipsProps<Key extends string> {
  chips: readonly { key: Key; words: string; tip: string }[]
  filter: Readonly<Record<Key, boolean>>
  onToggle: (key: Key, on: boolean) => void
}

/** Filters that are on or off, one chip each. */
export function FilterChips<Key extends string>({ chips, filter, onToggle }: FilterChipsProps<Key>): JSX.Element {
  return (
    <>
      {chips.map(({ key, words, tip }) => (
        <button
          key={key}
          type="button"
          className="chip"
          aria-pressed={filter[key]}
          data-tip={tip}
          onClick={() => onToggle(key, !filter[key])}
        >
          {words}
        </button>
      ))}
    </>
  )
}
