import { z } from 'zod'
import type { GenerateRequest } from '../../core/generation/request.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import type { Pack, Take } from '../../core/library/entities.ts'

export const PARAMETERS = ['guidance', 'steps', 'seed', 'scheduler', 'prompt'] as const
export type Parameter = (typeof PARAMETERS)[number]
export type Value = number | string

/** One parameter and its values; a grid has one or two. */
export const Axis = z.object({
  parameter: z.enum(PARAMETERS),
  values: z.array(z.union([z.number(), z.string()])).min(1),
})
export type Axis = z.infer<typeof Axis>
export const Axes = z.array(Axis).min(1).max(2)

/** The most cells that the studio makes at once. */
export const MOST_CELLS = 64

/** One take, wished or there. */
export interface Cell {
  /** The value of each axis. */
  values: readonly Value[]
  take: Take | null
  job: Job | null
}

/** The values of an axis as they stand in its field: one a line for prompts, else with commas. */
export function valuesText({ parameter, values }: Axis): string {
  return values.join(parameter === 'prompt' ? '\n' : ', ')
}

/** Reads a field. Gives the values, each once, or what is wrong with them. */
export function readValues(parameter: Parameter, text: string, pack: Pack | undefined): Value[] | string {
  const parts = [...new Set(text.split(parameter === 'prompt' ? '\n' : ',').map((part) => part.trim()))].filter(Boolean)
  if (parts.length === 0) return 'Give at least one value.'
  if (parameter === 'prompt') return parts
  if (parameter === 'scheduler') {
    const unknown = parts.find((part) => pack !== undefined && !pack.schedulers.includes(part))
    return unknown === undefined ? parts : `"${unknown}" is none of ${pack?.schedulers.join(', ')}.`
  }
  const wrong = parts.find((part) => !isValue(parameter, Number(part)))
  if (wrong === undefined) return parts.map(Number)
  return parameter === 'guidance'
    ? `"${wrong}" is no number from 0 to 100.`
    : `"${wrong}" is no whole number from ${parameter === 'steps' ? '1 to 1000' : '0 to 4294967295'}.`
}

function isValue(parameter: Parameter, value: number): boolean {
  if (parameter === 'guidance') return value >= 0 && value <= 100
  const [least, most] = parameter === 'steps' ? [1, 1000] : [0, 0xffff_ffff]
  return Number.isInteger(value) && value >= least && value <= most
}

/** Values to begin with, about those of a take. */
export function proposed(parameter: Parameter, { recipe }: Take, pack: Pack | undefined): Value[] {
  const round = (value: number): number => Number(value.toPrecision(2))
  switch (parameter) {
    case 'guidance':
      return recipe.guidance > 0 ? [0.5, 1, 2].map((factor) => round(recipe.guidance * factor)) : [0, 1, 2]
    case 'steps':
      return [...new Set([0.5, 1, 2].map((factor) => Math.max(1, Math.round(recipe.steps * factor))))]
    case 'seed':
      return [0, 1, 2, 3].map((step) => (recipe.seed + step) % 0x1_0000_0000)
    case 'scheduler':
      return pack?.schedulers.slice(0, 3) ?? [recipe.scheduler]
    case 'prompt':
      return [recipe.prompt]
  }
}

/** What the studio is asked for: everything as in the take, but for the axes. */
export function gridRequest(take: Take, axes: readonly Axis[]): GenerateRequest {
  const grid = Object.fromEntries(axes.map(({ parameter, values }) => [parameter, values]))
  return { like: take.id, seed: take.recipe.seed, grid }
}

/**
 * The cells of a grid, row by row: the first axis runs down, the second across. A cell is the newest take, or else the
 * newest job, that was made like the take and differs from it by the cell's values alone.
 */
export function cellsOf(take: Take, axes: readonly Axis[], takes: readonly Take[], jobs: readonly Job[]): Cell[] {
  const own = takes.filter(({ parent }) => parent === take.id)
  const making = jobs.filter(
    ({ payload, state }) => payload.kind === 'generate' && payload.parent === take.id && state !== 'done',
  )
  const combinations = axes.reduce<Value[][]>(
    (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  )
  return combinations.map((values) => {
    const wish = {
      ...take.recipe,
      ...Object.fromEntries(axes.map(({ parameter }, index) => [parameter, values[index]])),
    }
    const fits = (recipe: Recipe): boolean => PARAMETERS.every((parameter) => recipe[parameter] === wish[parameter])
    return {
      values,
      take: own.findLast(({ recipe }) => isPlain(recipe) && fits(recipe)) ?? null,
      job:
        making.findLast(
          ({ payload }) => payload.kind === 'generate' && isPlain(payload.recipe) && fits(payload.recipe),
        ) ?? null,
    }
  })
}

/** Neither a change of footage nor refined: a take made like another one. */
function isPlain({ given, refine }: Recipe): boolean {
  return given === undefined && refine === undefined
}

/** The place beside a cell, held inside the grid. */
export function cellBeside(
  at: number,
  columns: number,
  count: number,
  [across, down]: readonly [number, number],
): number {
  const next = at + across + down * columns
  return next < 0 || next >= count ? at : next
}
