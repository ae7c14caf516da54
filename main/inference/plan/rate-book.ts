import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { MeasuredRate } from '../../../core/generation/plan.ts'
import type { Provider, Recipe } from '../../../core/generation/recipe.ts'
import { writeFileAtomic } from '../../files/index.ts'
import { Timings } from '../worker/protocol.ts'

const Book = z.record(z.string(), Timings)

/** How fast takes were made here: one line for each pack, device and size, or pack and device of a refiner; the newest counts. */
export class RateBook {
  readonly #path: string | null
  #rates: Record<string, MeasuredRate> | null = null

  /** Kept in memory only where `path` is null. */
  constructor(path: string | null) {
    this.#path = path
  }

  async rate(recipe: Recipe): Promise<MeasuredRate | null> {
    return (await this.#read())[key(recipe)] ?? null
  }

  async record(recipe: Recipe, rate: MeasuredRate): Promise<void> {
    await this.#record(key(recipe), rate)
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

function key({ pack, provider, size }: Recipe): string {
  return `${pack.sha256} ${provider} ${size.width}x${size.height}`
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
