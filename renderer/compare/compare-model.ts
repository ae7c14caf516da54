import type { Shot, Take } from '../../core/library/entities.ts'
import { convertFrames, sourceFrameAt } from '../../core/timeline/time.ts'
import { findTake } from '../store/studio-state.ts'

/** How two takes are shown; `single` is one of them alone. */
export type CompareMode = 'wipe' | 'side' | 'onion' | 'difference' | 'single'

type Timed = Pick<Take, 'frames' | 'rate'>

/** Frames of the comparison, at the rate of the first take: as many as the longer one has. */
export function comparedFrames(a: Timed, b: Timed): number {
  return Math.max(a.frames, convertFrames(b.frames, b.rate, a.rate))
}

/** The frames that both takes show at a frame of the comparison, each held on its last one. */
export function framesAt(at: number, a: Timed, b: Timed): { a: number; b: number } {
  return {
    a: Math.min(at, a.frames - 1),
    b: Math.min(sourceFrameAt(at, a.rate, b.rate), b.frames - 1),
  }
}

/** What to compare a take with: the one that it was made from, else the one before it in its shot, else the one after. */
export function besideTake(take: Take, shots: readonly Shot[]): Take | undefined {
  const parent = findTake(shots, take.parent)?.take
  const own = shots.find(({ id }) => id === take.shot)?.takes ?? []
  const place = own.findIndex(({ id }) => id === take.id)
  return (
    parent ?? own[place - 1] ?? own[place + 1] ?? shots.flatMap(({ takes }) => takes).find(({ id }) => id !== take.id)
  )
}

/** What differs between the recipes of two takes, in words. */
export function differences(a: Take, b: Take): { name: string; a: string; b: string }[] {
  const facts = ({ recipe, frames, size, rate }: Take): [string, string][] => [
    ['Prompt', recipe.prompt],
    ['Avoid', recipe.negativePrompt],
    ['Model', `${recipe.pack.id} ${recipe.pack.version}`],
    ['Made by', recipe.operation],
    ['Seed', String(recipe.seed)],
    ['Steps', String(recipe.steps)],
    ['Guidance', String(recipe.guidance)],
    ['Scheduler', recipe.scheduler],
    ['Strength', recipe.given === undefined ? '' : String(recipe.given.strength)],
    ['Picture', `${size.width} × ${size.height}`],
    ['Frames', `${frames} at ${Number((rate.num / rate.den).toFixed(3))}`],
  ]
  const of = new Map(facts(b))
  return facts(a).flatMap(([name, value]) => {
    const other = of.get(name) ?? ''
    return value === other ? [] : [{ name, a: value || 'none', b: other || 'none' }]
  })
}
