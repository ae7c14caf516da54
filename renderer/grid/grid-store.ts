import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import type { Take } from '../../core/library/entities.ts'
import { currentSpot } from '../change/spot.ts'
import { addJobs, openDialog, toast } from '../store/index.ts'
import { Axes, gridRequest } from './grid-model.ts'
import type { Axis } from './grid-model.ts'

interface GridState {
  /** The take that is varied. */
  take: string | null
  /** The grid on screen; null while it is being chosen. */
  axes: readonly Axis[] | null
  /** The cell under the cursor keys. */
  at: number
  starting: boolean
  trouble: Trouble | null
}

export const gridStore = createStore<GridState>(() => ({
  take: null,
  axes: null,
  at: 0,
  starting: false,
  trouble: null,
}))

export function useGrid<T>(selector: (state: GridState) => T): T {
  return useStore(gridStore, selector)
}

const nameOf = (take: string): string => `cortado.grid.${take}`

/** Opens the grid of the take in hand: its last one, or the choice of one. */
export function openGrid(): void {
  const spot = currentSpot()
  if (!spot) {
    toast('Select the take that is to be varied first.')
    return
  }
  const { take } = spot
  if (take.recipe.refine !== undefined) {
    toast('This take was refined; vary the one that it was made from.')
    return
  }
  gridStore.setState({ take: take.id, axes: lastAxes(take.id), at: 0, trouble: null })
  openDialog('grid')
}

/** Chooses another grid of the same take. */
export function chooseGrid(): void {
  gridStore.setState({ axes: null, trouble: null })
}

function lastAxes(take: string): readonly Axis[] | null {
  try {
    const text = localStorage.getItem(nameOf(take))
    return text === null ? null : (Axes.safeParse(JSON.parse(text)).data ?? null)
  } catch (error) {
    // The takes are in the library; only which grid they were made for is lost.
    console.warn('The last grid cannot be read.', error)
    return null
  }
}

/** Starts the takes of a grid and shows it. */
export async function startGrid(take: Take, axes: readonly Axis[]): Promise<void> {
  if (gridStore.getState().starting) return
  gridStore.setState({ starting: true, trouble: null })
  try {
    const { jobs } = await client.generation.start(gridRequest(take, axes))
    addJobs(jobs)
    localStorage.setItem(nameOf(take.id), JSON.stringify(axes))
    gridStore.setState({ axes, at: 0 })
  } catch (error) {
    gridStore.setState({ trouble: toTrouble(error) })
  } finally {
    gridStore.setState({ starting: false })
  }
}
