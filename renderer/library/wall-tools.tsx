import type { JSX } from 'react'
import { plural } from '../app/format.ts'
import { FilterChips, Slider } from '../ui/index.ts'
import { TakeSearch } from './take-search.tsx'
import type { WallFilter } from './wall-filter.ts'

interface WallToolsProps {
  shots: number
  takes: number
  text: string
  onText: (text: string) => void
  filter: WallFilter
  onFilter: (filter: WallFilter) => void
  /** Least width of a tile, in pixels. */
  tile: number
  onTile: (tile: number) => void
}

export const TILE = { min: 120, max: 420, usual: 220 } as const

const CHIPS = [
  { key: 'starred', words: '★ 3+', tip: 'Three stars or more' },
  { key: 'kept', words: 'hide rejected', tip: 'Leave rejected takes out' },
] as const

/** What of the wall is shown, and how large. */
export function WallTools({ shots, takes, text, onText, filter, onFilter, tile, onTile }: WallToolsProps): JSX.Element {
  return (
    <div className="wall-tools" role="group" aria-label="What the wall shows">
      <TakeSearch className="wall-search" text={text} onText={onText} />
      <FilterChips chips={CHIPS} filter={filter} onToggle={(key, on) => onFilter({ ...filter, [key]: on })} />
      <span className="wall-count">
        {plural(shots, 'shot')} · {plural(takes, 'take')}
      </span>
      <span className="wall-size">
        <Slider label="Size of the pictures" value={tile} min={TILE.min} max={TILE.max} step={20} onChange={onTile} />
      </span>
    </div>
  )
}
