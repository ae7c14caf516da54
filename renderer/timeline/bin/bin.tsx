import { useMemo, useState } from 'react'
import type { JSX } from 'react'
import './bin.css'
import type { TakeOrder } from '../../../core/review/order.ts'
import { plural } from '../../app/format.ts'
import { importDropped, openImport } from '../../library/import-media.ts'
import { BinPicker } from '../../organise/bin-picker.tsx'
import { isInPlace } from '../../organise/bin-tree.ts'
import type { Place } from '../../organise/bin-tree.ts'
import { MissingNote } from '../../organise/missing-note.tsx'
import { TrashList } from '../../organise/trash-list.tsx'
import { setWorkspace, toast, useSequence, useStudio } from '../../store/index.ts'
import { Button, cx, EmptyState, IconButton, Kbd } from '../../ui/index.ts'
import { BinTools } from './bin-tools.tsx'
import { binGroups, binMedia, NO_FILTER } from './filter.ts'
import type { BinFilter } from './filter.ts'
import { MediaCard } from './media-card.tsx'
import { ShotHead } from './shot-head.tsx'
import { TakeCard } from './take-card.tsx'
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
  const sequence = useSequence((state) => state.shown)
  const found = useSearch(text)
  const [over, setOver] = useState(false)
  const [order, setOrder] = useState<TakeOrder>('made')
  const groups = useMemo(
    () => binGroups(shots, sequence, filter, found, order, (shot) => isInPlace(bins, place, shot.bin)),
    [shots, bins, place, sequence, filter, found, order],
  )
  const media = useStudio((state) => state.media)
  const files = useMemo(
    () => binMedia(media, sequence, filter, found, (one) => isInPlace(bins, place, one.bin)),
    [media, bins, place, sequence, filter, found],
  )
  const total = media.length + shots.reduce((sum, shot) => sum + shot.takes.length, 0)

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
      <div className="bin-list">
        {place === 'trash' && <TrashList key={`${shots.length} ${total} ${sequences}`} />}
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
        {files.length > 0 && (
          <section aria-label="Media">
            <div className="bin-shot">
              <h3>Media</h3>
              <span className="bin-count">{plural(files.length, 'file')}</span>
            </div>
            <div className="bin-grid">
              {files.map((one) => (
                <MediaCard key={one.id} media={one} />
              ))}
            </div>
          </section>
        )}
        {total === 0 && place !== 'trash' && (
          <EmptyState
            title="No takes yet"
            action={<Button onClick={() => setWorkspace('generate')}>Write a prompt</Button>}
          >
            Generate a shot, or import media: both wait here to be cut into the film.
          </EmptyState>
        )}
        {total > 0 && groups.length === 0 && files.length === 0 && place !== 'trash' && (
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
