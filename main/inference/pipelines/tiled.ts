import { tileGrid, tileStride } from '../../../core/generation/memory/tiles.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { letGo } from '../runtime/tensors.ts'
import { mix, share } from './blend.ts'

/** A piece of a latent frame, in latents. */
export interface Tile {
  top: number
  left: number
  height: number
  width: number
  /** Its place in the order of decoding. */
  index: number
}

/** Pictures that lie one after the other: f32[planes, height, width]. */
interface Picture {
  values: Float32Array
  height: number
  width: number
}

interface TiledOptions {
  frame: Pick<LatentShape, 'height' | 'width'>
  /** Edge in latents; a multiple of 4. */
  tile: number
  /** Pixels for each latent. */
  scale: number
  /** Pixels that share one weight where tiles are blended: those that a VAE folds into one value of its own. */
  grain?: number
}

/**
 * Decodes a frame in tiles that overlap by a quarter, as diffusers' `tiled_decode` does: tiles from left to right and
 * top to bottom, each blended in a straight line with the one above and then with the one to the left, both of which
 * were blended before; of each its own stride is shown. `decode` gives f32[planes, height, width] of a tile.
 */
export async function decodeTiled(
  { frame, tile, scale, grain = 1 }: TiledOptions,
  decode: (tile: Tile) => Promise<Float32Array>,
): Promise<Float32Array> {
  const { tops, lefts } = tileGrid(frame, tile)
  const whole = { height: frame.height * scale, width: frame.width * scale }
  const limit = tileStride(tile) * scale
  const blend = tile * scale - limit
  let out: Picture | null = null
  let above: Picture[] = []
  for (const [row, top] of tops.entries()) {
    const done: Picture[] = []
    for (const [column, left] of lefts.entries()) {
      const height = Math.min(tile, frame.height - top)
      const width = Math.min(tile, frame.width - left)
      const values = await decode({ top, left, height, width, index: row * lefts.length + column })
      const picture = { values, height: height * scale, width: width * scale }
      blendDown(above[column], picture, blend, grain)
      blendAcross(done[column - 1], picture, blend, grain)
      done.push(picture)
      out ??= { ...whole, values: new Float32Array(planesOf(picture) * whole.height * whole.width) }
      copy(picture, out, { top: top * scale, left: left * scale, limit })
    }
    for (const { values } of above) letGo(values)
    above = done
  }
  for (const { values } of above) letGo(values)
  return (out as Picture).values
}

/** The latents of a tile, of f32[planes, height, width]. */
export function tileOf(latents: Float32Array, frame: Pick<LatentShape, 'height' | 'width'>, tile: Tile): Float32Array {
  const plane = frame.height * frame.width
  const planes = latents.length / plane
  const out = new Float32Array(planes * tile.height * tile.width)
  for (let row = 0; row < planes * tile.height; row++) {
    const from = Math.floor(row / tile.height) * plane + (tile.top + (row % tile.height)) * frame.width + tile.left
    out.set(latents.subarray(from, from + tile.width), row * tile.width)
  }
  return out
}

function planesOf({ values, height, width }: Picture): number {
  return values.length / (height * width)
}

function blendDown(above: Picture | undefined, below: Picture, most: number, grain: number): void {
  if (above === undefined) return
  const extent = Math.min(above.height, below.height, most)
  for (let plane = 0; plane < planesOf(below); plane++) {
    for (let y = 0; y < extent; y++) {
      const part = share(y, extent, grain)
      const from = (plane * above.height + above.height - extent + y) * above.width
      const to = (plane * below.height + y) * below.width
      for (let x = 0; x < below.width; x++) {
        below.values[to + x] = mix(above.values[from + x] as number, below.values[to + x] as number, part)
      }
    }
  }
}

function blendAcross(left: Picture | undefined, right: Picture, most: number, grain: number): void {
  if (left === undefined) return
  const extent = Math.min(left.width, right.width, most)
  for (let row = 0; row < planesOf(right) * right.height; row++) {
    const from = row * left.width + left.width - extent
    const to = row * right.width
    for (let x = 0; x < extent; x++) {
      const part = share(x, extent, grain)
      right.values[to + x] = mix(left.values[from + x] as number, right.values[to + x] as number, part)
    }
  }
}

function copy(tile: Picture, out: Picture, { top, left, limit }: { top: number; left: number; limit: number }): void {
  const height = Math.min(tile.height, limit)
  const width = Math.min(tile.width, limit)
  for (let plane = 0; plane < planesOf(tile); plane++) {
    for (let y = 0; y < height; y++) {
      const from = (plane * tile.height + y) * tile.width
      const to = (plane * out.height + top + y) * out.width + left
      out.values.set(tile.values.subarray(from, from + width), to)
    }
  }
}
