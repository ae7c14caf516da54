import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { PackFolder } from '../packs/read-pack.ts'
import { openLatte } from './latte.ts'
import type { VideoPipeline } from './pipeline.ts'

const FAMILIES: Record<PackManifest['family'], (pack: PackFolder, provider: Provider) => Promise<VideoPipeline>> = {
  latte: openLatte,
}

/** Opens the pipeline that a pack's manifest names. */
export function openPipeline(pack: PackFolder, provider: Provider): Promise<VideoPipeline> {
  return FAMILIES[pack.manifest.family](pack, provider)
}
