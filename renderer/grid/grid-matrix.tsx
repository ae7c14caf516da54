import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { mediaUrl } from '../api/index.ts'
import { useCommand } from '../app/commands.ts'
import { schedulerWords } from '../app/scheduler-words.ts'
import { openTake } from '../library/take-actions.ts'
import { LivePreview } from '../jobs/live-preview.tsx'
import { rateTake, toast, useStudio } from '../store/index.ts'
import { Button, cx, Kbd, Progress, Stars } from '../ui/index.ts'
import { TakePlayer } from '../viewer/take-player.tsx'
import { cellBeside, cellsOf } from './grid-model.ts'
import type { Axis, Cell, Value } from './grid-model.ts'
import { PARAMETER_WORDS } from './grid-form.tsx'
import { chooseGrid, gridStore, startGrid, useGrid } from './grid-store.ts'

/** Stars of a take that is kept without more being said about it; the wall's filter shows it then. */
const KEPT = 3
const STILL = matchMedia('(prefers-reduced-motion: reduce)')

/** The grid, with the values beside it. The takes are kept or rejected one after the other. */
export function GridMatrix({ take, axes }: { take: Take; axes: readonly Axis[] }): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const jobs = useStudio((state) => state.jobs)
  const at = useGrid((state) => state.at)
  const cells = cellsOf(
    take,
    axes,
    shots.flatMap((shot) => shot.takes),
    jobs,
  )
  const [down, across] = axes
  const columns = across?.values.length ?? 1
  const current = cells[at]
  const go = (way: readonly [number, number]) => () =>
    gridStore.setState({ at: cellBeside(at, columns, cells.length, way) })
  const judge = (rejected: boolean) => (): void => {
    const judged = current?.take
    if (!judged) {
      toast('This take is not finished yet.')
      return
    }
    void rateTake(judged, rejected ? { rejected } : { rejected, rating: Math.max(KEPT, judged.rating) })
    gridStore.setState({ at: cellBeside(at, columns, cells.length, [1, 0]) })
  }
  useCommand('grid.keep', judge(false))
  useCommand('grid.reject', judge(true))
  useCommand('grid.next', go([1, 0]))
  useCommand('grid.previous', go([-1, 0]))
  useCommand('grid.below', go([0, 1]))
  useCommand('grid.above', go([0, -1]))

  const left = cells.filter((cell) => cell.take === null).length
  const missing = cells.some((cell) => cell.take === null && cell.job === null)
  return (
    <div className="grid-matrix">
      <div className="grid-scroll">
        <div
          className="grid-cells"
          role="grid"
          aria-label="Grid of takes"
          style={{ gridTemplateColumns: `max-content repeat(${columns}, minmax(96px, 220px))` }}
        >
          <div role="row" className="grid-row">
            <span role="columnheader" className="grid-corner">
              {down && PARAMETER_WORDS[down.parameter]}
              {across && ` \\ ${PARAMETER_WORDS[across.parameter]}`}
            </span>
            {(across?.values ?? ['']).map((value) => (
              <span key={value} role="columnheader" className="grid-label">
                {across && words(across, value)}
              </span>
            ))}
          </div>
          {down?.values.map((value, row) => (
            <div role="row" className="grid-row" key={value}>
              <span role="rowheader" className="grid-label grid-side">
                {words(down, value)}
              </span>
              {cells.slice(row * columns, (row + 1) * columns).map((cell, column) => (
                <CellView key={cell.values.join()} cell={cell} at={row * columns + column} axes={axes} />
              ))}
            </div>
          ))}
        </div>
      </div>
      <footer className="grid-go">
        <span className="grid-keys" aria-hidden="true">
          <Kbd keys="K" /> keep <Kbd keys="X" /> reject <Kbd keys="Enter" /> open
        </span>
        <span role="status" aria-label="State of the grid" className="grid-state">
          {left === 0
            ? `All ${cells.length} takes are there`
            : `${cells.length - left} of ${cells.length} takes are there`}
        </span>
        {missing && <Button onClick={() => void startGrid(take, axes)}>Make it again</Button>}
        <Button onClick={chooseGrid}>Another grid</Button>
      </footer>
    </div>
  )
}

function CellView({ cell, at, axes }: { cell: Cell; at: number; axes: readonly Axis[] }): JSX.Element {
  const current = useGrid((state) => state.at === at)
  const { take, job } = cell
  const label = axes.map((axis, index) => `${PARAMETER_WORDS[axis.parameter]} ${words(axis, cell.values[index] ?? '')}`)
  const state = take?.rejected
    ? ', rejected'
    : take && take.rating >= KEPT
      ? ', kept'
      : take
        ? ''
        : `, ${job?.state ?? 'not made'}`
  return (
    <button
      type="button"
      role="gridcell"
      data-cell={at}
      tabIndex={current ? 0 : -1}
      aria-selected={current}
      aria-label={label.join(', ') + state}
      className={cx('grid-cell', current && 'is-current', take?.rejected && 'is-rejected')}
      ref={(element) => {
        if (current && document.activeElement !== element) element?.focus()
      }}
      onClick={() => (current && take ? openTake(take.id) : gridStore.setState({ at }))}
    >
      {take ? (
        current ? (
          <TakePlayer take={take} playing={!STILL.matches} />
        ) : (
          <img src={mediaUrl(take.poster)} alt="" draggable={false} />
        )
      ) : (
        <Making cell={cell} />
      )}
      <span className="grid-foot">{take?.rejected ? 'rejected' : take && <Stars value={take.rating} />}</span>
    </button>
  )
}

function Making({ cell: { job } }: { cell: Cell }): JSX.Element {
  if (!job) return <span className="grid-none">not made</span>
  if (job.state !== 'running') return <span className="grid-none">{job.error?.message ?? job.state}</span>
  return (
    <>
      <LivePreview job={job.id} />
      <Progress value={job.progress} label="Progress of the take" />
    </>
  )
}

function words({ parameter }: Axis, value: Value): string {
  return parameter === 'scheduler' ? schedulerWords(String(value)) : String(value)
}
