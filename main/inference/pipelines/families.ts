import { abilitiesOf } from '../../../core/generation/abilities.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { PackFolder } from '../packs/pack-folder.ts'
import { placed, type Where } from '../runtime/placement.ts'
import type { Family } from './family.ts'
import { animatediff, latte } from './framewise.ts'
import { GraphSet } from './graph-set.ts'
import { ltx } from './ltx.ts'
import type { VideoPipeline } from './pipeline.ts'
import { openTextEncoder } from './text-encoder.ts'
import { TextStore } from './text-store.ts'
import { wan } from './wan.ts'

const FAMILIES: Record<PackManifest['family'], Family> = { latte, animatediff, wan, ltx }

/**
 * Opens the pipeline that a pack's manifest names; its graphs are opened when they are first needed. Embeddings of texts are
 * kept in `textFolder`, where that is given.
 */
export async function openPipeline(pack: PackFolder, where: Where, textFolder?: string): Promise<VideoPipeline> {
  const { manifest } = pack
  const graphs = new GraphSet(pack, where)
  return {
    abilities: abilitiesOf(manifest),
    encode: await openTextEncoder(
      pack,
      graphs,
      textFolder === undefined ? null : new TextStore(textFolder, placed(where).provider),
    ),
    ...FAMILIES[manifest.family]({ manifest, graphs }),
    use: (thrift) => graphs.use(thrift),
    release: () => graphs.release(),
  }
}
