import type { PackManifest } from '../manifest.ts'
import type { Recipe } from '../recipe.ts'
import { decodeRun } from './decode-run.ts'
import { ROOMY, type Thrift } from './thrift.ts'

export type Saving = 'text' | 'one-part' | 'split' | 'singly' | 'lean' | 'tiles'

/** One way to make a take: the first rung takes the most memory and the least time. */
export interface Rung {
  /** Names the rung where speeds and refusals are written down. */
  name: string
  thrift: Thrift
  /** Edge in latents of the tiles that frames are decoded in; null where they are decoded whole. */
  tile: number | null
  /** What this rung and those before it save with, in order. */
  savings: readonly Saving[]
}

const TILES = [64, 32, 16, 8, 4]
/** Smaller tiles than this part of a frame's longer edge would show. */
const SMALLEST_SHARE = 4

/**
 * All ways to make a take, from roomy to thrifty; each saves more than the one before. What changes no pixel comes
 * first, tiles last. Rungs that would change nothing for this recipe and pack are left out.
 */
export function ladder(recipe: Recipe, manifest: PackManifest): Rung[] {
  const given = recipe.decodeTile ?? null
  const rungs: Rung[] = [{ name: 'roomy', thrift: ROOMY, tile: given, savings: [] }]
  const add = (saving: Saving, change: Partial<Thrift>, tile = given): void => {
    const last = rungs.at(-1) as Rung
    const savings = last.savings.includes(saving) ? last.savings : [...last.savings, saving]
    const name = tile === given ? saving : `${saving}-${tile}`
    rungs.push({ name, thrift: { ...last.thrift, ...change }, tile, savings })
  }
  add('text', { hold: 'not-text' })
  add('one-part', { hold: 'one' })
  if (manifest.guidance.layout === 'batch' && recipe.guidance > 1) add('split', { split: true })
  if (decodesFrames(recipe, manifest) && Math.min(recipe.frames, decodeRun(recipe, false)) > 1) {
    add('singly', { singly: true })
  }
  if (recipe.provider === 'cpu') add('lean', { lean: true })
  if (given === null && canTile(recipe, manifest)) {
    for (const tile of tilesFor(recipe, manifest)) add('tiles', {}, tile)
  }
  return rungs
}

/** Whether the decoder takes single frames, in any number that memory allows. */
function decodesFrames(recipe: Recipe, { latents }: PackManifest): boolean {
  return latents.temporalCompression === 1 && recipe.temporalDecoder !== true
}

/** A graph of one size only cannot be given a tile. The reference has no tiles for a temporal decoder. */
export function canTile({ temporalDecoder }: Recipe, { components }: PackManifest): boolean {
  if (temporalDecoder === true) return false
  const decoders = [components.vae_decoder, components.vae_decoder_next].filter((part) => part !== undefined)
  return decoders.every(({ io }) => {
    const dims = io.inputs['latent_sample']?.dims ?? []
    return dims.slice(-2).every((dim) => typeof dim === 'string')
  })
}

function tilesFor({ size }: Recipe, { latents }: PackManifest): number[] {
  const longer = Math.max(size.width, size.height) / latents.spatialCompression
  return TILES.filter((tile) => tile < longer && tile * SMALLEST_SHARE >= longer)
}
