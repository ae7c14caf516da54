import { latentShape } from '../latent-shape.ts'
import type { PackManifest } from '../manifest.ts'
import { seenFrames, type Recipe } from '../recipe.ts'
import { decodeRun } from './decode-run.ts'
import { ROOMY, type Thrift } from './thrift.ts'

export type Saving = 'text' | 'one-part' | 'split' | 'singly' | 'lean' | 'spans' | 'tiles'

/** One way to make a take: the first rung takes the most memory and the least time. */
export interface Rung {
  /** Names the rung where speeds and refusals are written down. */
  name: string
  thrift: Thrift
  /** Edge in latents of the tiles that frames are decoded in; null where they are decoded whole. */
  tile: number | null
  /** Latent frames of the spans that a clip is decoded in; null where it is decoded from end to end. */
  span: number | null
  /** What this rung and those before it save with, in order. */
  savings: readonly Saving[]
}

const SPANS = [16, 8, 4, 2]
const TILES = [64, 32, 16, 8, 4]
/** Smaller tiles than this part of a frame's longer edge would show. */
const SMALLEST_SHARE = 4

/**
 * All ways to make a take, from roomy to thrifty; each saves more than the one before. What changes no pixel comes
 * first, then spans of time, tiles last. Rungs that would change nothing for this recipe and pack are left out.
 */
export function ladder(recipe: Recipe, manifest: PackManifest): Rung[] {
  const given = { tile: recipe.decodeTile ?? null, span: recipe.decodeSpan ?? null }
  const rungs: Rung[] = [{ name: 'roomy', thrift: ROOMY, ...given, savings: [] }]
  const push = (saving: Saving, change: Partial<Omit<Rung, 'savings'>>): void => {
    const last = rungs.at(-1) as Rung
    const savings = last.savings.includes(saving) ? last.savings : [...last.savings, saving]
    rungs.push({ ...last, name: saving, ...change, savings })
  }
  const add = (saving: Saving, thrift: Partial<Thrift>): void =>
    push(saving, { thrift: { ...(rungs.at(-1) as Rung).thrift, ...thrift } })
  add('text', { hold: 'not-text' })
  add('one-part', { hold: 'one' })
  if (manifest.guidance.layout === 'batch' && recipe.guidance > 1) add('split', { split: true })
  if (decodesFrames(recipe, manifest) && Math.min(recipe.frames, decodeRun(recipe, false)) > 1) {
    add('singly', { singly: true })
  }
  if (recipe.provider === 'cpu') add('lean', { lean: true })
  if (given.tile !== null || given.span !== null) return rungs
  if (canSpan(manifest)) {
    for (const span of spansFor(recipe, manifest)) push('spans', { name: `spans-${span}`, span })
  }
  if (canTile(recipe, manifest)) {
    for (const tile of tilesFor(recipe, manifest)) push('tiles', { name: `tiles-${tile}`, tile })
  }
  return rungs
}

/** A recipe that is made on a rung: it names what changes pixels. */
export function decodedBy(recipe: Recipe, { tile, span }: Pick<Rung, 'tile' | 'span'>): Recipe {
  return {
    ...recipe,
    ...(tile === null ? {} : { decodeTile: tile }),
    ...(span === null ? {} : { decodeSpan: span }),
  }
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

/** Only a decoder that takes a compressed clip at once, whatever its length, is given less of it. */
export function canSpan({ latents, components }: PackManifest): boolean {
  if (latents.temporalCompression === 1 || components.vae_decoder_next !== undefined) return false
  return typeof components.vae_decoder.io.inputs['latent_sample']?.dims[2] === 'string'
}

function spansFor(recipe: Recipe, manifest: PackManifest): number[] {
  const { frames } = latentShape(manifest, seenFrames(recipe), recipe.size)
  return SPANS.filter((span) => span < frames)
}

function tilesFor({ size }: Recipe, { latents }: PackManifest): number[] {
  const longer = Math.max(size.width, size.height) / latents.spatialCompression
  return TILES.filter((tile) => tile < longer && tile * SMALLEST_SHARE >= longer)
}
