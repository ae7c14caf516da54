import { memo } from 'react'
import type { JSX, Ref } from 'react'
import { isRead, useTakesOf } from '../store/index.ts'
import { Button, Kbd } from '../ui/index.ts'
import { JobTile } from './job-tile.tsx'
import { ShotName } from './shot-name.tsx'
import { TakeTile } from './take-tile.tsx'
import { shotWords } from './wall.ts'
import type { WallShot } from './wall.ts'

interface ShotSectionProps {
  ref: Ref<HTMLElement>
  row: WallShot
  /** The first shot with takes: it shows the keys. */
  first: boolean
  /** Tab comes to the wall by the first take of this shot. */
  entry: boolean
  renaming: boolean
  onRename: (shot: string | null) => void
  onMore: (shot: string) => void
}

const HEAD_PX = 52
const GAP_PX = 10

/** How high the section of a shot is about, in pixels, in a wall so wide, of tiles at least so wide, before it was drawn. */
export function sectionHeight({ shot, takes, jobs }: WallShot, wall: number, tile: number): number {
  const across = Math.max(1, Math.floor((wall + GAP_PX) / (tile + GAP_PX)))
  const count = (isRead(shot) ? takes.length : shot.count) + jobs.length
  return HEAD_PX + Math.ceil(count / across) * ((wall / across) * (3 / 4) + GAP_PX)
}

const KEYS = [
  { keys: '1–5', words: 'rate' },
  { keys: 'X', words: 'reject' },
  { keys: 'Enter', words: 'choose' },
  { keys: 'E', words: 'to the film' },
  { keys: 'V', words: 'vary' },
  { keys: 'O', words: 'open' },
] as const

/** One shot: its name, its finished takes side by side, then those that are on their way. */
export const ShotSection = memo(
  function ShotSection({ ref, row, first, entry, renaming, onRename, onMore }: ShotSectionProps): JSX.Element {
    const { shot, takes, jobs } = row
    useTakesOf([shot.id])
    return (
      <section ref={ref} className="shot" aria-busy={!isRead(shot)} aria-label={shot.name} data-shot={shot.id}>
        <header className="shot-head">
          <ShotName shot={shot} renaming={renaming} onRename={() => onRename(shot.id)} onDone={() => onRename(null)} />
          <span className="shot-words">{shotWords(row)}</span>
          <Button variant="quiet" className="shot-more" icon="plus" onClick={() => onMore(shot.id)}>
            More takes
          </Button>
          {first && (
            <span className="shot-keys" aria-hidden="true">
              {KEYS.map(({ keys, words }) => (
                <span key={keys}>
                  <Kbd keys={keys} /> {words}
                </span>
              ))}
            </span>
          )}
        </header>
        {shot.count === 0 && jobs.length === 0 ? (
          <p className="shot-none">
            This shot has no takes. <b>More takes</b> writes its prompt into the box above; Enter makes one.
          </p>
        ) : (
          <div className="wall">
            <div className="wall-part" role="listbox" aria-multiselectable="true" aria-label={`Takes of ${shot.name}`}>
              {!isRead(shot) &&
                Array.from({ length: shot.count }, (_, index) => <div key={index} className="tile tile-late" />)}
              {takes.map((take, index) => (
                <TakeTile key={take.id} take={take} picked={take.id === shot.picked} entry={entry && index === 0} />
              ))}
            </div>
            {jobs.length > 0 && (
              <ul className="wall-part" aria-label={`Queue of ${shot.name}`}>
                {jobs.map((job) => (
                  <JobTile key={job.id} job={job} name={shot.name} />
                ))}
              </ul>
            )}
          </div>
        )}
      </section>
    )
  },
  (a, b) =>
    a.ref === b.ref &&
    a.row.shot === b.row.shot &&
    a.row.number === b.row.number &&
    same(a.row.takes, b.row.takes) &&
    same(a.row.jobs, b.row.jobs) &&
    a.first === b.first &&
    a.entry === b.entry &&
    a.renaming === b.renaming,
)

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index])
}
