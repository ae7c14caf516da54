import { useEffect, useMemo, useRef, useState } from 'react'
import type { JSX } from 'react'
import './bin.css'
import type { TakeOrder } from '../../../core/review/order.ts'
import { plural } from '../../app/format.ts'
import { ORDERS } from '../../review/review-words.ts'
import { setWorkspace, useSequence, useStudio } from '../../store/index.ts'
import { Button, EmptyState, Kbd, Select } from '../../ui/index.ts'
import { binGroups } from './filter.ts'
import type { BinFilter } from './filter.ts'
import { TakeCard } from './take-card.tsx'
import { useSearch } from './use-search.ts'

const CHIPS: readonly { key: keyof BinFilter; words: string; tip: string }[] = [
  { key: 'film', words: 'this film', tip: 'Shots that are on the timeline' },
  { key: 'starred', words: '★ 3+', tip: 'Three stars or more' },
  { key: 'unused', words: 'unused', tip: 'Takes that the film does not show' },
]

/** Every take of the project, shot by shot, to be dragged to the tracks. */
export function Bin(): JSX.Element {
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<BinFilter>({ film: false, starred: false, unused: false })
  const field = useRef<HTMLInputElement>(null)
  const shots = useStudio((state) => state.shots)
  const sequence = useSequence((state) => state.shown)
  const found = useSearch(text)
  const [order, setOrder] = useState<TakeOrder>('made')
  const groups = useMemo(
    () => binGroups(shots, sequence, filter, found, order),
    [shots, sequence, filter, found, order],
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
        {groups.map(({ shot, takes }) => (
          <section key={shot.id} aria-label={shot.name}>
            <h3 className="bin-shot" title={shot.prompt}>
              <span className="ellipsis">{shot.name}</span>
              <span className="bin-count">{plural(shot.takes.length, 'take')}</span>
            </h3>
            <div className="bin-grid">
              {takes.map((take) => (
                <TakeCard key={take.id} shot={shot} take={take} />
              ))}
            </div>
          </section>
        ))}
        {total === 0 && (
          <EmptyState
            title="No takes yet"
            action={<Button onClick={() => setWorkspace('generate')}>Write a prompt</Button>}
          >
            Generate a shot, and its takes wait here to be cut into the film.
          </EmptyState>
        )}
        {total > 0 && groups.length === 0 && (
          <EmptyState
            title="Nothing fits"
            action={
              <Button
                onClick={() => {
                  setText('')
                  setFilter({ film: false, starred: false, unused: false })
                }}
              >
                Show all takes
              </Button>
            }
          >
            No take has these words and marks.
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
