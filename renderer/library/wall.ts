import type { Job } from '../../core/generation/job.ts'
import type { Take } from '../../core/library/entities.ts'
import type { KnownShot } from '../store/studio-state.ts'

/** A shot as the wall shows it. */
export interface WallShot {
  shot: KnownShot
  /** 1 for the oldest shot of the project. */
  number: number
  /** Finished takes that are shown; none of a shot whose takes are not here yet. */
  takes: readonly Take[]
  /** Takes that are being made or wait, in queue order, then those that failed. */
  jobs: Job[]
}

const ON_WALL: ReadonlySet<Job['state']> = new Set(['running', 'waiting', 'paused', 'failed'])

/** Shots, newest first, each with the jobs that make or failed to make takes of it. */
export function wallOf(shots: readonly KnownShot[], jobs: readonly Job[]): WallShot[] {
  const byShot = new Map<string, Job[]>()
  for (const job of jobs) {
    if (job.payload.kind !== 'generate' || !ON_WALL.has(job.state)) continue
    byShot.set(job.payload.shot, [...(byShot.get(job.payload.shot) ?? []), job])
  }
  return shots.map((shot, index) => {
    const own = byShot.get(shot.id) ?? []
    const failed = own.filter((job) => job.state === 'failed')
    const open = own.filter((job) => job.state !== 'failed')
    return { shot, number: shots.length - index, takes: shot.takes, jobs: [...open, ...failed] }
  })
}

/** "shot 4 · 2 of 4 takes done", "shot 3 · 7 takes", "shot 5 · no takes yet". */
export function shotWords({ shot, number, jobs }: WallShot): string {
  const open = jobs.filter((job) => job.state !== 'failed').length
  const failed = jobs.length - open
  const done = shot.count
  const takes =
    open > 0
      ? `${done} of ${done + open} takes done`
      : done === 0
        ? 'no takes yet'
        : `${done} ${done === 1 ? 'take' : 'takes'}`
  return `shot ${number} · ${takes}${failed > 0 ? ` · ${failed} failed` : ''}`
}

/** The take before or after one; the first or the last where there is none. Undefined at the ends. */
export function takeBeside(order: readonly string[], from: string | null, step: 1 | -1): string | undefined {
  const at = from === null ? -1 : order.indexOf(from)
  if (at < 0) return step > 0 ? order[0] : order.at(-1)
  return order[at + step]
}

export interface TileBox {
  id: string
  left: number
  top: number
  width: number
}

/** The tile of the next row up or down whose middle is nearest; undefined in the first and the last row. */
export function tileBeyond(tiles: readonly TileBox[], from: string | null, step: 1 | -1): string | undefined {
  const own = tiles.find((tile) => tile.id === from)
  if (!own) return (step > 0 ? tiles[0] : tiles.at(-1))?.id
  const beyond = tiles.filter((tile) => (tile.top - own.top) * step > 1)
  const row = beyond.reduce((near, { top }) => ((top - near) * step < 0 ? top : near), Infinity * step)
  const middle = own.left + own.width / 2
  const distance = (tile: TileBox): number => Math.abs(tile.left + tile.width / 2 - middle)
  return beyond
    .filter((tile) => Math.abs(tile.top - row) <= 1)
    .reduce<TileBox | undefined>((near, tile) => (near && distance(near) <= distance(tile) ? near : tile), undefined)
    ?.id
}
