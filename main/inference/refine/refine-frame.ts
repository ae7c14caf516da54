import type { Size } from '../../../core/generation/recipe.ts'
import { notNumbers } from '../runtime/not-numbers.ts'
import type { Network } from './network.ts'
import { tileAxis, type TiledAxis } from './tile-axis.ts'

/** How a frame is cut for a network; the same for every frame of a clip. */
export interface Tiling {
  rows: TiledAxis
  columns: TiledAxis
}

/** `tile`: edge of the tiles in unrefined pixels, as the recipe has it. */
export function tilingFor({ manifest, factor, fixed }: Network, size: Size, tile: number): Tiling {
  const { overlap, margin, multiple } = manifest.tiling
  const options = { tile, overlap, margin, multiple, factor, fixed }
  return { rows: tileAxis({ ...options, length: size.height }), columns: tileAxis({ ...options, length: size.width }) }
}

export function runsIn({ rows, columns }: Tiling): number {
  return rows.tiles.length * columns.tiles.length
}

/**
 * Refines one picture tile by tile. Besides the two pictures in bytes only one row of tiles is held as numbers, so that
 * memory follows the width of the picture and not its area. `beforeRun` is awaited before each run of the network. Throws
 * `FRAMES_BROKEN` where the network gives what is not a number.
 */
export async function refineFrame(
  network: Network,
  { rows, columns }: Tiling,
  sources: readonly Uint8Array[],
  size: Size,
  time: number,
  beforeRun: () => Promise<void>,
): Promise<Uint8Array> {
  const { factor } = network
  const width = size.width * factor
  const height = size.height * factor
  const band = rows.tile * factor
  const result = new Uint8Array(3 * width * height)
  let sums: Float32Array = new Float32Array(3 * band * width)
  for (const [index, row] of rows.tiles.entries()) {
    for (const column of columns.tiles) {
      await beforeRun()
      const planes = sources.map((source) =>
        cut(network, source, size, row.start, column.start, rows.tile, columns.tile),
      )
      const refined = await network.run(planes, rows.tile, columns.tile, time)
      add(sums, refined, row.shares, column.shares, column.start * factor, width, band)
    }
    const top = row.start * factor
    const next = (rows.tiles[index + 1]?.start ?? Number.POSITIVE_INFINITY) * factor
    const finished = Math.min(next, height) - top
    write(network, sums, band, width, finished, result, top)
    sums = carried(sums, band, width, finished)
  }
  return result
}

/** A tile of rgb24 as f32[3,h,w] in the network's own order and range; beyond the picture its last pixels are repeated. */
function cut(
  { manifest: { pixels } }: Network,
  source: Uint8Array,
  size: Size,
  top: number,
  left: number,
  height: number,
  width: number,
): Float32Array {
  const plane = height * width
  const tile = new Float32Array(3 * plane)
  const span = (pixels.white - pixels.black) / 255
  const channels = pixels.order === 'rgb' ? [0, 1, 2] : [2, 1, 0]
  for (let y = 0; y < height; y++) {
    const line = Math.min(size.height - 1, top + y) * size.width
    for (let x = 0; x < width; x++) {
      const from = 3 * (line + Math.min(size.width - 1, left + x))
      const to = y * width + x
      for (let c = 0; c < 3; c++) {
        tile[c * plane + to] = pixels.black + span * (source[from + (channels[c] as number)] as number)
      }
    }
  }
  return tile
}

/** Adds a refined tile to the row of tiles, each pixel by its share. What lies beyond the picture is left out. */
function add(
  sums: Float32Array,
  refined: Float32Array,
  down: Float32Array,
  across: Float32Array,
  left: number,
  width: number,
  band: number,
): void {
  const columns = across.length
  const shown = Math.min(columns, width - left)
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < band; y++) {
      const share = down[y] as number
      if (share === 0) continue
      const from = (c * band + y) * columns
      const to = (c * band + y) * width + left
      for (let x = 0; x < shown; x++) {
        sums[to + x] = (sums[to + x] as number) + share * (across[x] as number) * (refined[from + x] as number)
      }
    }
  }
}

/** The first `rows` rows of a row of tiles as rgb24. */
function write(
  { manifest: { pixels } }: Network,
  sums: Float32Array,
  band: number,
  width: number,
  rows: number,
  result: Uint8Array,
  top: number,
): void {
  let sum = 0
  const span = 255 / (pixels.white - pixels.black)
  const channels = pixels.order === 'rgb' ? [0, 1, 2] : [2, 1, 0]
  for (let y = 0; y < rows; y++) {
    for (let c = 0; c < 3; c++) {
      const from = (c * band + y) * width
      const to = 3 * (top + y) * width + (channels[c] as number)
      for (let x = 0; x < width; x++) {
        const value = Math.min(255, Math.max(0, ((sums[from + x] as number) - pixels.black) * span))
        sum += value
        result[to + 3 * x] = Math.round(value)
      }
    }
  }
  if (Number.isNaN(sum)) throw notNumbers('the take that was to be refined is as it was')
}

/** Moves what is not finished to the top, with room below for the next row of tiles. */
function carried(sums: Float32Array, band: number, width: number, finished: number): Float32Array {
  const next = new Float32Array(sums.length)
  if (finished >= band) return next
  for (let c = 0; c < 3; c++) {
    next.set(sums.subarray((c * band + finished) * width, (c + 1) * band * width), c * band * width)
  }
  return next
}
