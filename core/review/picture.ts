/** One small frame: 3 × width × height bytes, red first. */
export interface PixelFrame {
  width: number
  height: number
  rgb: Uint8Array
}

/** The picture is looked at in GRID × GRID parts. */
export const GRID = 8
/** Edge of the thumbnail that frames far apart are compared by. */
export const THUMB = 32
/** Levels from which a pixel is black, or burnt out in all three channels. */
const BLACK = 16
const BURNT = 252

/** What a frame leaves behind once the next one has come: small enough to keep for a whole clip. */
export interface Trace {
  /** Mean red, green and blue of each part, row by row: 3 × GRID × GRID levels. */
  parts: Float32Array
  /** Luma in THUMB × THUMB. */
  thumb: Float32Array
  /** Mean and standard deviation of luma, in levels. */
  luma: number
  contrast: number
  /** Shares of the picture, 0 to 1. */
  black: number
  clipped: number
}

/** A frame with the planes that two neighbours are compared by. */
export interface Picture extends PixelFrame {
  /** Luma at half the size: grain is averaged out, and motion is followed here. */
  half: Plane
  /** How strong the edges are at half the size. */
  edges: Plane
  /** Red, green and blue in THUMB × THUMB. */
  colours: readonly [Float32Array, Float32Array, Float32Array]
  trace: Trace
}

export interface Plane {
  width: number
  height: number
  data: Float32Array
}

/** Reads one frame once. Frames need at least 16 pixels a side. */
export function readPicture(frame: PixelFrame): Picture {
  const { width, height, rgb } = frame
  const luma = new Float32Array(width * height)
  const [red, green, blue] = [luma.slice(), luma.slice(), luma.slice()]
  const parts = new Float32Array(3 * GRID * GRID)
  const counts = new Float32Array(GRID * GRID)
  let sum = 0
  let squares = 0
  let black = 0
  let clipped = 0
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor((y * GRID) / height) * GRID
    for (let x = 0; x < width; x += 1, at += 1) {
      const [r, g, b] = [rgb[3 * at] as number, rgb[3 * at + 1] as number, rgb[3 * at + 2] as number]
      const level = 0.299 * r + 0.587 * g + 0.114 * b
      const part = row + Math.floor((x * GRID) / width)
      luma[at] = level
      red[at] = r
      green[at] = g
      blue[at] = b
      sum += level
      squares += level * level
      if (r < BLACK && g < BLACK && b < BLACK) black += 1
      if (r >= BURNT && g >= BURNT && b >= BURNT) clipped += 1
      parts[3 * part] = (parts[3 * part] as number) + r
      parts[3 * part + 1] = (parts[3 * part + 1] as number) + g
      parts[3 * part + 2] = (parts[3 * part + 2] as number) + b
      counts[part] = (counts[part] as number) + 1
    }
  }
  for (let at = 0; at < parts.length; at += 1) {
    parts[at] = (parts[at] as number) / Math.max(1, counts[Math.floor(at / 3)] as number)
  }
  const pixels = width * height
  const half = shrink({ width, height, data: luma }, width >> 1, height >> 1)
  const thumb = (data: Float32Array): Float32Array => shrink({ width, height, data }, THUMB, THUMB).data
  const trace: Trace = {
    parts,
    thumb: thumb(luma),
    luma: sum / pixels,
    contrast: Math.sqrt(Math.max(0, squares / pixels - (sum / pixels) ** 2)),
    black: black / pixels,
    clipped: clipped / pixels,
  }
  return { ...frame, half, edges: edgesOf(half), colours: [thumb(red), thumb(green), thumb(blue)], trace }
}

/** Averages the pixels that fall into each pixel of the smaller plane. */
function shrink(plane: Plane, width: number, height: number): Plane {
  const data = new Float32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const y0 = Math.floor((y * plane.height) / height)
    const y1 = Math.max(y0 + 1, Math.floor(((y + 1) * plane.height) / height))
    for (let x = 0; x < width; x += 1) {
      const x0 = Math.floor((x * plane.width) / width)
      const x1 = Math.max(x0 + 1, Math.floor(((x + 1) * plane.width) / width))
      let sum = 0
      for (let v = y0; v < y1; v += 1) for (let u = x0; u < x1; u += 1) sum += plane.data[v * plane.width + u] as number
      data[y * width + x] = sum / ((y1 - y0) * (x1 - x0))
    }
  }
  return { width, height, data }
}

/** Central differences: |dx| + |dy|. */
function edgesOf({ width, height, data }: Plane): Plane {
  const edges = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x
      const dx = (data[at + 1] as number) - (data[at - 1] as number)
      const dy = (data[at + width] as number) - (data[at - width] as number)
      edges[at] = Math.abs(dx) + Math.abs(dy)
    }
  }
  return { width, height, data: edges }
}
