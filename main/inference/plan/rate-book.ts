import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { MeasuredRate } from '../../../core/generation/memory/seconds.ts'
import type { Rung } from '../../../core/generation/memory/ladder.ts'
import type { Provider, Recipe } from '../../../core/generation/recipe.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { Timings } from '../worker/protocol.ts'

const Book = z.record(z.string(), Timings)

/** How fast takes were made here: one line for each pack, device, size and way, or pack and device of a refiner; the newest counts. */
export class RateBook {
  readonly #path: string | null
  #rates: Record<string, MeasuredRate> | null = null

  /** Kept in memory only where `path` is null. */
  constructor(path: string | null) {
    this.#path = path
  }

  /** By the names of the rungs on which such takes were made. */
  async rates(recipe: Recipe, rungs: readonly Rung[]): Promise<Record<string, MeasuredRate>> {
    const rates = await this.#read()
    const known = rungs.map(({ name }) => [name, rates[key(recipe, name)]] as const)
    return Object.fromEntries(known.filter((entry): entry is [string, MeasuredRate] => entry[1] !== undefined))
  }

  async record(recipe: Recipe, { name }: Rung, rate: MeasuredRate): Promise<void> {
    await this.#record(key(recipe, name), rate)
  }

  /** Milliseconds that a refiner takes for a million pixels; null where it was never run here. */
  async speed(pack: string, provider: Provider): Promise<number | null> {
    return (await this.#read())[`${pack} ${provider}`]?.stepMs ?? null
  }

  async recordSpeed(pack: string, provider: Provider, msPerMegapixel: number): Promise<void> {
    await this.#record(`${pack} ${provider}`, { stepMs: msPerMegapixel, frameMs: 0, onceMs: 0 })
  }

  async #record(line: string, rate: MeasuredRate): Promise<void> {
    const rates = await this.#read()
    rates[line] = rate
    if (this.#path !== null) await writeFileAtomic(this.#path, `${JSON.stringify(rates, null, 1)}\n`)
  }

  async #read(): Promise<Record<string, MeasuredRate>> {
    this.#rates ??= this.#path === null ? {} : parse(await readIfThere(this.#path))
    return this.#rates
  }
}

function key({ pack, provider, size }: Recipe, rung: string): string {
  const line = `${pack.sha256} ${provider} ${size.width}x${size.height} by frame`
  return rung === 'roomy' ? line : `${line} ${rung}`
}

/** Estimates can always be measured again, so a damaged file is an empty one. */
function parse(text: string): Record<string, MeasuredRate> {
  try {
    return Book.safeParse(JSON.parse(text)).data ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
