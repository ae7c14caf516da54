import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { JSX } from 'react'
import './bin.css'
import type { TakeOrder } from '../../../core/review/order.ts'
import { importDropped, openImport } from '../../library/import-media.ts'
import { BinPicker } from '../../organise/bin-picker.tsx'
import { isInPlace } from '../../organise/bin-tree.ts'
import type { Place } from '../../organise/bin-tree.ts'
import { MissingNote } from '../../organise/missing-note.tsx'
import { TrashList } from '../../organise/trash-list.tsx'
import { setWorkspace, toast, useSequence, useStudio } from '../../store/index.ts'
import { Button, cx, EmptyState, IconButton, Kbd, useWindow } from '../../ui/index.ts'
import { BinTools } from './bin-tools.tsx'
import { BinRow, binRows, rowHeight } from './bin-rows.tsx'
import { binGroups, binMedia, NO_FILTER, questionOf, usedIn } from './filter.ts'
import type { BinFilter } from './filter.ts'
import { useSearch } from './use-search.ts'

/** Every take of the project, shot by shot, and imported media, to be dragged to the tracks. */
export function Bin(): JSX.Element {
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<BinFilter>(NO_FILTER)
  const shots = useStudio((state) => state.shots)
  const project = useStudio((state) => state.project?.id)
  const sequences = useStudio((state) => state.sequences.length)
  const bins = useStudio((state) => state.bins)
  const [chosen, setPlace] = useState<Place>('all')
  // A bin that another window took away is no place any more.
  const place = ['all', 'none', 'trash'].includes(chosen) || bins.some(({ id }) => id === chosen) ? chosen : 'all'
  // What the film shows is looked at only while a filter asks: it changes with every edit.
  const sequence = useSequence((state) => (filter.film || filter.unused ? state.shown : null))
  const { found, more } = useSearch(questionOf(text, filter))
  const [over, setOver] = useState(false)
  const [order, setOrder] = useState<TakeOrder>('made')
  const media = useStudio((state) => state.media)
  const used = useMemo(() => usedIn(sequence), [sequence])
  const rows = useMemo(() => {
    const wish = { filter, text, found, used, order }
    return binRows(
      binGroups(shots, wish, (shot) => isInPlace(bins, place, shot.bin)),
      binMedia(media, wish, (one) => isInPlace(bins, place, one.bin)),
    )
  }, [shots, media, bins, place, filter, text, found, used, order])
  const total = media.length + shots.reduce((sum, shot) => sum + shot.count, 0)

  const list = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => rows.map(({ key }) => key), [rows])
  const view = useWindow(list, { keys, estimate: useCallback((index: number) => rowHeight(rows[index]), [rows]) })
  useEffect(() => {
    if (view.to >= rows.length) more?.()
  }, [view.to, rows.length, more])

  return (
    <aside
      className={cx('bin', over && 'is-dropped-on')}
      aria-label="Takes"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        void drop([...event.dataTransfer.files], binOf(place))
      }}
    >
      <header className="pane-head">
        <h2>Takes</h2>
        <span className="pane-head-end">{total}</span>
        <IconButton icon="plus" label="Import media" keys="Mod+I" onClick={() => openImport(binOf(place))} />
      </header>
      <div className="bin-tools">
        <MissingNote key={project} />
        <BinPicker place={place} onPlace={setPlace} />
        <BinTools text={text} onText={setText} filter={filter} onFilter={setFilter} order={order} onOrder={setOrder} />
      </div>
      <div className="bin-list" ref={list}>
        {place === 'trash' && <TrashList key={`${shots.length} ${total} ${sequences}`} />}
        <div style={{ height: view.before }} />
        {rows.slice(view.from, view.to).map((row) => (
          <BinRow key={row.key} ref={view.rowRef(row.key)} row={row} />
        ))}
        <div style={{ height: view.after }} />
        {total === 0 && place !== 'trash' && (
          <EmptyState
            title="No takes yet"
            action={<Button onClick={() => setWorkspace('generate')}>Write a prompt</Button>}
          >
            Generate a shot, or import media: both wait here to be cut into the film.
          </EmptyState>
        )}
        {total > 0 && rows.length === 0 && more === null && place !== 'trash' && (
          <EmptyState
            title="Nothing fits"
            action={
              <Button
                onClick={() => {
                  setText('')
                  setPlace('all')
                  setFilter(NO_FILTER)
                }}
              >
                Show all takes
              </Button>
            }
          >
            Nothing here has these words and marks.
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

/** The bin that new files go to: the one that is looked into. */
function binOf(place: Place): string | null {
  return ['all', 'none', 'trash'].includes(place) ? null : place
}

async function drop(files: readonly File[], bin: string | null): Promise<void> {
  if (await importDropped(files, bin)) return
  toast('A browser does not say where a dropped file lies. Import it by its path instead.')
  openImport(bin)
}
