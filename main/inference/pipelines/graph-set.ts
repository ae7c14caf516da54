import { ROOMY, type Thrift } from '../../../core/generation/memory/thrift.ts'
import type { PackFolder } from '../packs/pack-folder.ts'
import type { Where } from '../runtime/placement.ts'
import { openGraph, type Graph } from '../runtime/session.ts'

export type Part = keyof PackFolder['manifest']['components']

/** The graphs of one pack, opened when they are first needed and closed as the take's thrift says. */
export class GraphSet {
  readonly #pack: PackFolder
  readonly #where: Where
  readonly #open = new Map<Part, Graph>()
  #thrift = ROOMY

  constructor(pack: PackFolder, where: Where) {
    this.#pack = pack
    this.#where = where
  }

  get thrift(): Thrift {
    return this.#thrift
  }

  /** From now on. A session is opened either lean or not, so those that are open go where that changes. */
  async use(thrift: Thrift): Promise<void> {
    if (thrift.lean !== this.#thrift.lean) await this.release()
    this.#thrift = thrift
  }

  /** Throws what `openGraph` throws. */
  async get(part: Part): Promise<Graph> {
    await this.#close(part)
    const known = this.#open.get(part)
    if (known !== undefined) return known
    const graph = await openGraph(this.#pack, part, this.#where, this.#thrift.lean)
    this.#open.set(part, graph)
    return graph
  }

  async release(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const graph of open) await graph.release()
  }

  /** Closes what need not stay open while `part` works. */
  async #close(part: Part): Promise<void> {
    const { hold } = this.#thrift
    if (hold === 'all') return
    for (const [name, graph] of this.#open) {
      if (name === part || (hold === 'not-text' && name !== 'text_encoder')) continue
      this.#open.delete(name)
      await graph.release()
    }
  }
}
