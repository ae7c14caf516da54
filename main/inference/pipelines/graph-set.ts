import type { PackFolder } from '../packs/read-pack.ts'
import type { Where } from '../runtime/placement.ts'
import { openGraph, type Graph } from '../runtime/session.ts'

export type Part = keyof PackFolder['manifest']['components']

/** Packs below this keep all of their graphs loaded between jobs; larger ones hold one at a time. */
const KEEP_LOADED_BYTES = 1 << 30

/** The graphs of one pack, opened when they are first needed. */
export class GraphSet {
  readonly #pack: PackFolder
  readonly #where: Where
  readonly #keepAll: boolean
  readonly #open = new Map<Part, Graph>()

  constructor(pack: PackFolder, where: Where) {
    this.#pack = pack
    this.#where = where
    this.#keepAll = pack.manifest.memory.weightsBytes <= KEEP_LOADED_BYTES
  }

  /** Throws what `openGraph` throws. */
  async get(part: Part): Promise<Graph> {
    const known = this.#open.get(part)
    if (known !== undefined) return known
    if (!this.#keepAll) await this.release()
    const graph = await openGraph(this.#pack, part, this.#where)
    this.#open.set(part, graph)
    return graph
  }

  async release(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const graph of open) await graph.release()
  }
}
