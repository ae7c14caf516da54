/** Tiles overlap by a quarter of their edge, as in diffusers. */
const OVERLAP = 4

/** A frame in latents. */
interface Frame {
  height: number
  width: number
}

/** Latents from the start of one tile to the start of the next. */
export function tileStride(tile: number): number {
  return tile - tile / OVERLAP
}

/**
 * First latents of the tiles down and across a frame, as diffusers counts them: one every stride, so that the last tile of
 * a row or column may lie within the one before it. A frame that is no larger than a tile is decoded whole.
 */
export function tileGrid({ height, width }: Frame, tile: number | null): { tops: number[]; lefts: number[] } {
  if (tile === null || Math.max(height, width) <= tile) return { tops: [0], lefts: [0] }
  const starts = (length: number): number[] =>
    Array.from({ length: Math.ceil(length / tileStride(tile)) }, (_, index) => index * tileStride(tile))
  return { tops: starts(height), lefts: starts(width) }
}

/** Latents of all tiles of a frame together; more than the frame has, because tiles overlap. */
export function tiledCells(frame: Frame, tile: number | null): number {
  const { tops, lefts } = tileGrid(frame, tile)
  const covered = (starts: readonly number[], length: number): number =>
    starts.reduce((sum, start) => sum + Math.min(tile ?? length, length - start), 0)
  return covered(tops, frame.height) * covered(lefts, frame.width)
}
