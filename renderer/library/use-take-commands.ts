import { useCommand } from '../app/commands.ts'
import { selectTake, uiStore, useStudio, useUi } from '../store/index.ts'
import { chooseTake, currentTake, openTake, putInFilm, rateSelected, reuseTake } from './take-actions.ts'
import { takeBeside, tileBeyond } from './wall.ts'

/** Gives the commands of the Generate workspace their meaning while it is in front. */
export function useTakeCommands({
  onNewShot,
  onRename,
  onReuse,
}: {
  onNewShot: () => void
  onRename: (shot: string) => void
  /** The prompt box was filled; the focus belongs there. */
  onReuse: () => void
}): void {
  const any = useStudio((state) => state.shots.some((shot) => shot.count > 0))
  const known = useStudio((state) => state.shots)
  const id = useUi((state) => state.take)
  const take = id !== null && known.some((shot) => shot.takes.some((one) => one.id === id))
  const withTake = (run: (take: NonNullable<ReturnType<typeof currentTake>>) => void) => () => {
    const now = currentTake()
    if (now) run(now)
  }

  useCommand('shot.new', onNewShot)
  useCommand(
    'shot.rename',
    withTake((now) => onRename(now.shot)),
    take,
  )
  useCommand('take.rate1', () => rateSelected({ rating: 1 }), take)
  useCommand('take.rate2', () => rateSelected({ rating: 2 }), take)
  useCommand('take.rate3', () => rateSelected({ rating: 3 }), take)
  useCommand('take.rate4', () => rateSelected({ rating: 4 }), take)
  useCommand('take.rate5', () => rateSelected({ rating: 5 }), take)
  useCommand('take.unrate', () => rateSelected({ rating: 0 }), take)
  useCommand('take.reject', () => rateSelected('reject'), take)
  useCommand('take.pick', withTake(chooseTake), take)
  useCommand(
    'take.append',
    withTake((now) => putInFilm(now.id, null)),
    take,
  )
  useCommand(
    'take.open',
    withTake((now) => openTake(now.id)),
    take,
  )
  useCommand(
    'take.again',
    withTake((now) => {
      reuseTake(now, 'same')
      onReuse()
    }),
    take,
  )
  useCommand(
    'take.vary',
    withTake((now) => {
      reuseTake(now, 'new')
      onReuse()
    }),
    take,
  )
  useCommand('take.next', () => step(1), any)
  useCommand('take.previous', () => step(-1), any)
  useCommand('take.below', () => stepRow(1), any)
  useCommand('take.above', () => stepRow(-1), any)
}

function step(by: 1 | -1): void {
  const order = tiles().map((tile) => tile.dataset['take'] ?? '')
  go(takeBeside(order, uiStore.getState().take, by))
}

function stepRow(by: 1 | -1): void {
  const boxes = tiles().map((tile) => {
    const { left, top, width } = tile.getBoundingClientRect()
    return { id: tile.dataset['take'] ?? '', left, top, width }
  })
  go(tileBeyond(boxes, uiStore.getState().take, by))
}

/** The takes that the wall shows, as they stand there. */
function tiles(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.wall [data-take]')]
}

/** Selects a take and gives it the focus. */
function go(id: string | undefined): void {
  if (id === undefined) return
  selectTake(id)
  focusTake(id)
}

/** Gives the tile of a take the focus; false where it is not on the wall. */
export function focusTake(id: string): boolean {
  const tile = document.querySelector<HTMLElement>(`[data-take="${CSS.escape(id)}"]`)
  tile?.focus({ preventScroll: true })
  tile?.scrollIntoView({ block: 'nearest' })
  return tile !== null
}
