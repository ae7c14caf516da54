import { CortadoError } from '../../../core/errors.ts'
import { latentShape } from '../../../core/generation/latent-shape.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Given, Recipe } from '../../../core/generation/recipe.ts'
import { decodeFrames } from '../../media/index.ts'
import type { LatentMask } from '../sampler/blend.ts'
import { keptLatents, latentMask } from '../sampler/latent-mask.ts'
import type { ClipFootage } from '../pipelines/pipeline.ts'
import type { GenerateTask } from './protocol.ts'
import { pasted, softened } from './paste.ts'

/** The footage that a take is made from, read as it is needed. */
export interface TakeFootage {
  /** What the model is shown of it. */
  clip: ClipFootage
  mask: LatentMask
  /** All frames of the take: the footage's own, with what was made laid over them. */
  over(made: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined>
}

type Files = NonNullable<GenerateTask['footage']>

/** Opens the footage of a recipe; null where it has none. Throws `MEDIA_DAMAGED`, `INVALID_INPUT`, `FFMPEG_FAILED`. */
export async function openTakeFootage(task: GenerateTask, manifest: PackManifest): Promise<TakeFootage | null> {
  const { recipe, footage: files } = task
  const { given } = recipe
  if (given === undefined) return null
  if (files === undefined || files.clips.length !== given.footage.length) {
    throw new CortadoError('INVALID_INPUT', 'The footage that the recipe names was not found. Restore its media first.')
  }
  const reader = new FootageReader(task, recipe, given, files)
  const region = given.region === undefined ? null : await reader.region(given.region.frames)
  const pictures = new Map<number, Uint8Array>()
  for await (const { frame, rgb } of reader.frames(given.seen.from, given.seen.to)) {
    if (rgb !== null) pictures.set(frame - given.seen.from, rgb)
  }
  const { temporalCompression, spatialCompression } = manifest.latents
  const shape = latentShape(manifest, given.seen.to - given.seen.from, recipe.size)
  const mask = latentMask({ given, shape, temporalCompression, spatialCompression, region })
  const kept = keptLatents({ given, temporalCompression }, shape.frames)
  return {
    clip: { pictures, kept },
    mask,
    over: (made) => lay(made, reader, recipe, given, region),
  }
}

class FootageReader {
  readonly #ffmpeg: { path: string; version: string }
  readonly #recipe: Recipe
  readonly #given: Given
  readonly #files: Files

  constructor({ ffmpegPath }: GenerateTask, recipe: Recipe, given: Given, files: Files) {
    this.#ffmpeg = { path: ffmpegPath, version: files.ffmpegVersion }
    this.#recipe = recipe
    this.#given = given
    this.#files = files
  }

  /** Frames `from` to `to` of the take, in order: null where there is no footage. */
  async *frames(from: number, to: number): AsyncGenerator<{ frame: number; rgb: Uint8Array | null }, void, undefined> {
    const { width, height } = this.#recipe.size
    let next = from
    for (const [index, { from: first, count, at }] of this.#given.footage.entries()) {
      const [start, end] = [Math.max(at, next), Math.min(at + count, to)]
      if (start >= end) continue
      for (; next < start; next++) yield { frame: next, rgb: null }
      const { path, rate } = this.#files.clips[index] as Files['clips'][number]
      const options = { from: first + start - at, count: end - start, width, height, rate }
      for await (const rgb of decodeFrames(this.#ffmpeg, path, options)) yield { frame: next++, rgb }
    }
    for (; next < to; next++) yield { frame: next, rgb: null }
  }

  /** The grey picture or film that says where the picture is made anew, by frame of the take. */
  async region(frames: number): Promise<(frame: number) => Uint8Array> {
    const { width, height } = this.#recipe.size
    const path = this.#files.region
    if (path === undefined) {
      throw new CortadoError('INVALID_INPUT', 'The mask that the recipe names was not found. Restore its media first.')
    }
    const masks: Uint8Array[] = []
    for await (const rgb of decodeFrames(this.#ffmpeg, path, { from: 0, count: frames, width, height })) {
      masks.push(Uint8Array.from({ length: width * height }, (_, i) => ((rgb[3 * i] as number) >= 128 ? 255 : 0)))
    }
    return (frame) => masks[Math.min(frame, masks.length - 1)] as Uint8Array
  }
}

async function* lay(
  made: AsyncIterable<Uint8Array>,
  reader: FootageReader,
  { frames, size }: Recipe,
  given: Given,
  region: ((frame: number) => Uint8Array) | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = 3 * size.width * size.height
  const soft = region === null ? null : softened(region, size)
  const shown = made[Symbol.asyncIterator]()
  let run: Uint8Array = new Uint8Array(0)
  for await (const { frame, rgb } of reader.frames(0, frames)) {
    if (frame < given.seen.from || frame >= given.seen.to) {
      yield rgb as Uint8Array
      continue
    }
    if (run.length === 0) run = ((await shown.next()).value as Uint8Array | undefined) ?? new Uint8Array(bytes)
    const fresh = run.subarray(0, bytes)
    run = run.subarray(bytes)
    yield rgb === null ? fresh : pasted(fresh, rgb, given, frame, soft)
  }
  // The made frames are read to their end, so that whoever makes them can close what it holds open.
  while ((await shown.next()).done !== true);
}
