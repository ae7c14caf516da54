import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { GraphSet, Part } from './graph-set.ts'
import type { VideoPipeline } from './pipeline.ts'

export interface FamilyParts {
  manifest: PackManifest
  graphs: GraphSet
}

/** What an adapter adds to that which every family has in common. */
export type Family = (parts: FamilyParts) => Pick<VideoPipeline, 'begin' | 'predictWindow'>

/** Logical tensor names that graphs must declare; the names inside of the graphs are the pack's own business. */
export type GraphNeeds = Partial<Record<Part, { inputs: readonly string[]; outputs: readonly string[] }>>
