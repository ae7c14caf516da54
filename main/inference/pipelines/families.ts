import { abilitiesOf } from '../../../core/generation/abilities.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { PackFolder } from '../packs/read-pack.ts'
import type { Where } from '../runtime/placement.ts'
import type { Family } from './family.ts'
import { framewise } from './framewise.ts'
import { GraphSet } from './graph-set.ts'
import { ltx } from './ltx.ts'
import type { VideoPipeline } from './pipeline.ts'
import { openTextEncoder } from './text-encoder.ts'
import { wan } from './wan.ts'

const FAMILIES: Record<PackManifest['family'], Family> = { latte: framewise, animatediff: framewise, wan, ltx }

/** Opens the pipeline that a pack's manifest names; its graphs are opened when they are first needed. */
export async function openPipeline(pack: PackFolder, where: Where): Promise<VideoPipeline> {
  const { manifest } = pack
  const graphs = new GraphSet(pack, where)
  return {
    abilities: abilitiesOf(manifest),
    encode: await openTextEncoder(pack, graphs),
    ...FAMILIES[manifest.family]({ manifest, graphs }),
    release: () => graphs.release(),
  }
}
