import { useEffect, useMemo, useRef, useState } from 'react'
import type { JSX } from 'react'
import './bin.css'
import type { TakeOrder } from '../../../core/review/order.ts'
import { BinPicker } from '../../organise/bin-picker.tsx'
import { isInPlace } from '../../organise/bin-tree.ts'
import type { Place } from '../../organise/bin-tree.ts'
import { MissingNote } from '../../organise/missing-note.tsx'
import { TrashList } from '../../organise/trash-list.tsx'
import { ORDERS } from '../../review/review-words.ts'
import { setWorkspace, useSequence, useStudio } from '../../store/index.ts'
import { Button, EmptyState, Kbd, Select } from '../../ui/index.ts'
import { binGroups } from './filter.ts'
import type { BinFilter } from './filter.ts'
import { ShotHead } from './shot-head.tsx'
import { TakeCard } from './take-card.tsx'
import { useSearch } from './use-search.ts'

const CHIPS: readonly { key: keyof BinFilter; words: string; tip: string }[] = [
  { key: 'film', words: 'this film', tip: 'Shots that are on the timeline' },
  { key: 'starred', words: '★ 3+', tip: 'Three stars or more' },
  { key: 'favourite', words: '♥', tip: 'Favourites' },
  { key: 'unused', words: 'unused', tip: 'Takes that the film does not show' },
]

/** Every take of the project, shot by shot, to be dragged to the tracks. */
export function Bin(): JSX.Element {
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<BinFilter>({ film: false, starred: false, unused: false, favourite: false })
  const field = useRef<HTMLInputElement>(null)
  const shots = useStudio((state) => state.shots)
  const project = useStudio((state) => state.project?.id)
  const bins = useStudio((state) => state.bins)
  const [chosen, setPlace] = useState<Place>('all')
  // A bin that another window took away is no place any more.
  const place = ['all', 'none', 'trash'].includes(chosen) || bins.some(({ id }) => id === chosen) ? chosen : 'all'
  const sequence = useSequence((state) => state.shown)
  const found = useSearch(text)
  const [order, setOrder] = useState<TakeOrder>('made')
  const groups = useMemo(
    () => binGroups(shots, sequence, filter, found, order, (shot) => isInPlace(bins, place, shot.bin)),
    [shots, bins, place, sequence, filter, found, order],
  )
  const total = shots.reduce((sum, shot) => sum + shot.takes.length, 0)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing || document.querySelector('dialog[open]')) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <aside className="bin" aria-label="Takes">
      <header className="pane-head">
        <h2>Takes</h2>
        <span className="pane-head-end">{total}</span>
      </header>
      <div className="bin-tools">
        <MissingNote key={project} />
        <BinPicker place={place} onPlace={setPlace} />
        <div className="bin-search">
          <input
            ref={field}
            className="input"
            type="search"
            aria-label="Search takes"
            placeholder="Search prompts, names, seeds"
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {text === '' && <Kbd keys="/" />}
        </div>
        <div className="bin-chips" role="group" aria-label="Filters">
          {CHIPS.map(({ key, words, tip }) => (
            <button
              key={key}
              type="button"
              className="chip"
              aria-pressed={filter[key]}
              data-tip={tip}
              onClick={() => setFilter({ ...filter, [key]: !filter[key] })}
            >
              {words}
            </button>
          ))}
        </div>
        <Select
          className="input select bin-sort"
          aria-label="Sort takes"
          options={ORDERS}
          value={order}
          onChange={(value) => setOrder(value as TakeOrder)}
        />
      </div>
      <div className="bin-list">
        {place === 'trash' && <TrashList key={`${shots.length} ${total}`} />}
        {groups.map(({ shot, takes }) => (
          <section key={shot.id} aria-label={shot.name}>
            <ShotHead shot={shot} />
            <div className="bin-grid">
              {takes.map((take) => (
                <TakeCard key={take.id} shot={shot} take={take} />
              ))}
            </div>
          </section>
        ))}
        {total === 0 && place !== 'trash' && (
          <EmptyState
            title="No takes yet"
            action={<Button onClick={() => setWorkspace('generate')}>Write a prompt</Button>}
          >
            Generate a shot, and its takes wait here to be cut into the film.
          </EmptyState>
        )}
        {total > 0 && groups.length === 0 && place !== 'trash' && (
          <EmptyState
            title="Nothing fits"
            action={
              <Button
                onClick={() => {
                  setText('')
                  setPlace('all')
                  setFilter({ film: false, starred: false, unused: false, favourite: false })
                }}
              >
                Show all takes
              </Button>
            }
          >
            No take here has these words and marks.
          </EmptyState>
        )}
      </div>
      {total > 0 && (
        <footer className="bin-keys">
          <span>
            <Kbd keys="E" /> add
          </span>
          <span>
            <Kbd keys="," /> insert
          </span>
          <span>
            <Kbd keys="." /> overwrite
          </span>
        </footer>
      )}
    </aside>
  )
}
