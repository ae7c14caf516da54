import type { JSX } from 'react'
import { LABELS } from '../../../core/library/marks.ts'
import type { TakeOrder } from '../../../core/review/order.ts'
import { ORDERS } from '../../review/review-words.ts'
import { FilterChips, Select } from '../../ui/index.ts'
import { TakeSearch } from '../../library/take-search.tsx'
import type { BinFilter } from './filter.ts'

const CHIPS: readonly { key: Exclude<keyof BinFilter, 'label'>; words: string; tip: string }[] = [
  { key: 'film', words: 'this film', tip: 'Shots that are on the timeline' },
  { key: 'starred', words: '★ 3+', tip: 'Three stars or more' },
  { key: 'favourite', words: '♥', tip: 'Favourites' },
  { key: 'unused', words: 'unused', tip: 'Takes that the film does not show' },
]

const LABEL_OPTIONS = [
  { value: '', label: 'Any label' },
  ...LABELS.map((label) => ({ value: label, label: `${label.charAt(0).toUpperCase()}${label.slice(1)}` })),
]

interface BinToolsProps {
  text: string
  onText: (text: string) => void
  filter: BinFilter
  onFilter: (filter: BinFilter) => void
  order: TakeOrder
  onOrder: (order: TakeOrder) => void
}

/** The search field of the bin, its filters and its order. */
export function BinTools({ text, onText, filter, onFilter, order, onOrder }: BinToolsProps): JSX.Element {
  return (
    <>
      <TakeSearch className="bin-search" text={text} onText={onText} />
      <div className="bin-chips" role="group" aria-label="Filters">
        <FilterChips chips={CHIPS} filter={filter} onToggle={(key, on) => onFilter({ ...filter, [key]: on })} />
      </div>
      <div className="bin-orders">
        <Select
          className="input select bin-sort"
          aria-label="Label"
          options={LABEL_OPTIONS}
          value={filter.label ?? ''}
          onChange={(value) => onFilter({ ...filter, label: LABELS.find((label) => label === value) ?? null })}
        />
        <Select
          className="input select bin-sort"
          aria-label="Sort takes"
          options={ORDERS}
          value={order}
          onChange={(value) => onOrder(value as TakeOrder)}
        />
      </div>
    </>
  )
}
