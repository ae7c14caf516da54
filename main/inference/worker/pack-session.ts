import { checkRecipe } from '../../../core/generation/check-recipe.ts'
import { CortadoError } from '../../../core/errors.ts'
import { ROOMY } from '../../../core/generation/memory/thrift.ts'
import { readPack } from '../packs/read-pack.ts'
import { type PackFolder } from '../packs/pack-folder.ts'
import { ensureVerified } from '../packs/verify-pack.ts'
import { openPipeline } from '../pipelines/families.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { samePlace, type Placement } from '../runtime/placement.ts'
import type { AssistTask } from './protocol.ts'

interface Loaded {
  pack: PackFolder
  place: Placement
  pipeline: VideoPipeline
}

/** Keeps one pack open from job to job; another pack or device takes its place. */
export class PackSession {
  #loaded: Loaded | null = null

  /** Throws what `checkRecipe`, `readPack` and `ensureVerified` throw, before any graph is opened. */
  async open({ recipe, packPath, device, thrift = ROOMY, textFolder }: AssistTask): Promise<Loaded> {
    const pack = await readPack(packPath)
    if (pack.sha256 !== recipe.pack.sha256) {
      throw new CortadoError(
        'PACK_UNKNOWN',
        `The recipe was made with another version of the model pack "${recipe.pack.id}" than the one in "${packPath}" ` +
          `(${pack.manifest.version}). Install that version, or make a new take.`,
      )
    }
    checkRecipe(recipe, pack.manifest)
    await ensureVerified(pack)
    const current = this.#loaded
    const place = { provider: recipe.provider, device, threads: recipe.threads }
    if (current?.pack.sha256 === pack.sha256 && current.pack.path === pack.path && samePlace(current.place, place)) {
      await current.pipeline.use(thrift)
      return current
    }
    await this.release()
    const pipeline = await openPipeline(pack, place, textFolder)
    await pipeline.use(thrift)
    this.#loaded = { pack, place, pipeline }
    return this.#loaded
  }

  async release(): Promise<void> {
    const current = this.#loaded
    this.#loaded = null
    await current?.pipeline.release()
  }
}
