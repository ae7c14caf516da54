import { latentCount, latentShape, type LatentShape } from '../latent-shape.ts'
import type { PackManifest, PartMemory } from '../manifest.ts'
import { seenFrames, type Recipe } from '../recipe.ts'
import { decodeRun } from './decode-run.ts'
import type { Rung } from './ladder.ts'
import { spansOf, spanStride } from './spans.ts'
import { tiledCells } from './tiles.ts'

/** The worker with ONNX Runtime in it and nothing done yet, as measured. */
const PROGRAM_BYTES = 135e6

/** Copies of the latents that sampler, scheduler, preview and checkpoint hold at once, as float32. */
const LATENT_COPIES = 12

/** What an opened graph holds for each byte of its file, as measured with float32 graphs. */
const OPEN_FACTOR = 1.25

type Part = keyof PackManifest['components']

/** One graph at work: on how many latent cells, and what else lies in memory meanwhile. */
interface Phase {
  part: Part
  cells: number
  /** Bytes besides the graph's own. */
  beside: number
}

/**
 * The highest resident memory of the worker in bytes: the program, the sessions that are open, and the run that needs
 * most. Runs grow in a straight line with latent cells (frames x height x width of the latents, times the texts of one
 * run), by figures of the pack; where it has none, what it states for its usual clip is shared out among its parts.
 */
export function estimatePeak(recipe: Recipe, manifest: PackManifest, rung: Rung): number {
  const { thrift } = rung
  const shape = latentShape(manifest, seenFrames(recipe), recipe.size)
  let peak = 0
  let held = 0
  for (const { part, cells, beside } of phases(recipe, manifest, shape, rung)) {
    const memory = partMemory(manifest, part)
    const { bytes, cellBytes } = thrift.lean ? memory.leanRun : memory.run
    const run = bytes + cellBytes * cells
    peak = Math.max(peak, held + beside + Math.max(memory.loadBytes, memory.openBytes + run))
    // A session that is not lean keeps what its largest run took, for the next one.
    const stays = thrift.hold === 'all' || (thrift.hold === 'not-text' && part !== 'text_encoder')
    if (stays) held += memory.openBytes + (thrift.lean ? 0 : run)
  }
  return Math.round(PROGRAM_BYTES + latentCount(shape) * 4 * LATENT_COPIES + peak)
}

/** In the order in which a take is made: what is given, the prompt, the steps, the frames. */
function phases(recipe: Recipe, manifest: PackManifest, shape: LatentShape, rung: Rung): Phase[] {
  const { components, guidance } = manifest
  const plane = shape.height * shape.width
  const texts = guidance.layout === 'batch' && recipe.guidance > 1 && !rung.thrift.split ? 2 : 1
  const lead = manifest.conditioning?.kind === 'keyframes' ? (recipe.keyframes?.length ?? 0) : 0
  const frames = recipe.window === null ? shape.frames + lead : recipe.window.length
  const denoised = texts * frames * plane
  const list: [Part, number, number][] = [
    ...encoding(recipe, manifest, shape),
    ['text_encoder', 0, 0],
    ['transformer', denoised, 0],
    ['transformer_2', denoised, 0],
    ...decoding(recipe, manifest, shape, rung),
  ]
  // Footage stays at hand as rgb24 until the last frame is written.
  const footage = recipe.given === undefined ? 0 : seenFrames(recipe) * recipe.size.width * recipe.size.height * 3
  return list
    .filter(([part]) => components[part] !== undefined)
    .map(([part, cells, beside]) => ({ part, cells, beside: beside + footage }))
}

/** A whole clip goes through the encoders where footage is given, or pictures among grey frames. */
function encoding(recipe: Recipe, manifest: PackManifest, shape: LatentShape): [Part, number, number][] {
  if (recipe.keyframes === undefined && recipe.given === undefined) return []
  const { components, conditioning, latents } = manifest
  const plane = shape.height * shape.width
  const clip = recipe.given !== undefined || conditioning?.kind === 'channels'
  if (!clip) return [['vae_encoder', plane, 0]]
  // One that compresses time and remembers nothing takes the clip in one run, as float32 colours.
  const atOnce = latents.temporalCompression > 1 && components.vae_encoder_next === undefined
  const colours = atOnce ? seenFrames(recipe) * recipe.size.width * recipe.size.height * 12 : 0
  const list: [Part, number, number][] = [
    ['vae_encoder', atOnce ? shape.frames * plane : plane, colours],
    ['vae_encoder_next', plane, 0],
  ]
  // What sees pictures is shown them at one size, whatever that of the clip.
  const seen = conditioning?.kind === 'channels' && conditioning.image !== undefined
  return seen ? [...list, ['image_encoder', 0, 0]] : list
}

function decoding(
  recipe: Recipe,
  manifest: PackManifest,
  shape: LatentShape,
  { thrift, tile, span }: Rung,
): [Part, number, number][] {
  const { latents, components } = manifest
  const plane = shape.height * shape.width
  const cell = tile === null ? plane : Math.min(tile, shape.height) * Math.min(tile, shape.width)
  const pixels = recipe.size.width * recipe.size.height
  // Tiles are put together outside of the graph: three float32 colours for each pixel.
  const together = (frames: number): number => (tile === null ? 0 : frames * pixels * 12)
  if (components.vae_decoder_next !== undefined) {
    const waiting = tile === null ? 0 : tiledCells(shape, tile) - cell
    const held = waiting * (partMemory(manifest, 'vae_decoder_next').heldCellBytes ?? 0)
    return [
      ['vae_decoder', cell, held + together(1)],
      ['vae_decoder_next', cell, held + together(latents.temporalCompression)],
    ]
  }
  if (latents.temporalCompression > 1) {
    const longest = Math.max(...spansOf(shape.frames, span).map(({ count }) => count))
    const frames = longest < shape.frames ? (longest - 1) * latents.temporalCompression + 1 : seenFrames(recipe)
    // The end of a span waits, as float32 colours, for the next one to be blended with it.
    const shared = span === null || longest === shape.frames ? 0 : span - spanStride(span)
    const waiting = shared * latents.temporalCompression * pixels * 12
    return [['vae_decoder', longest * cell, frames * pixels * 3 + waiting + together(frames)]]
  }
  const run = Math.min(decodeRun(recipe, thrift.singly), shape.frames)
  const part = recipe.temporalDecoder === true ? 'vae_temporal_decoder' : 'vae_decoder'
  return [[part, run * cell, together(run)]]
}

/** Figures of one graph: the pack's own, or what its files and its stated peak tell. */
function partMemory(manifest: PackManifest, part: Part): PartMemory {
  const { memory, components, files } = manifest
  const known = memory.parts?.[part]
  if (known !== undefined) return known
  const component = components[part]
  const own = new Set([component?.file, ...(component?.externalData ?? [])])
  const weights = files.reduce((sum, { path, bytes }) => sum + (own.has(path) ? bytes : 0), 0)
  const openBytes = Math.round(weights * OPEN_FACTOR)
  const run = { bytes: 0, cellBytes: 0 }
  if (part !== 'text_encoder' && part !== 'image_encoder') {
    const room = Math.max(0, memory.peakBytes - PROGRAM_BYTES - memory.weightsBytes * OPEN_FACTOR)
    // Sessions keep what their largest run took, so what is stated is the sum over all that make the usual clip.
    const sharing = Object.keys(components).filter((name) => /^(?:transformer|vae_decoder)/.test(name)).length
    run.cellBytes = room / sharing / usualCells(manifest, part)
  }
  return { loadBytes: openBytes, openBytes, run, leanRun: run }
}

/** Latent cells of the largest run of a graph for the pack's usual clip. */
function usualCells(manifest: PackManifest, part: Part): number {
  const { frames, size, guidance, latents } = manifest
  const shape = latentShape(manifest, frames.default, size.default)
  const plane = shape.height * shape.width
  if (part.startsWith('transformer')) {
    const texts = guidance.layout === 'batch' && guidance.default > 1 ? 2 : 1
    return texts * (latents.temporalCompression > 1 ? shape.frames : Math.min(shape.frames, frames.window)) * plane
  }
  if (latents.temporalCompression > 1) {
    const whole = part === 'vae_decoder' && manifest.components.vae_decoder_next === undefined
    return whole ? shape.frames * plane : plane
  }
  const temporal = part === 'vae_temporal_decoder' ? ({ temporalDecoder: true } as const) : {}
  return plane * Math.min(shape.frames, decodeRun({ size: size.default, ...temporal }, false))
}
