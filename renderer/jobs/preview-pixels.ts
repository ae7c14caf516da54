import type { Preview } from '../../core/contract/events.ts'

/** The frames of a preview as RGBA, ready for `putImageData`. Frames that the data does not hold are left out. */
export function previewFrames(preview: Preview): Uint8ClampedArray<ArrayBuffer>[] {
  const bytes = decodeBase64(preview.rgb)
  const pixels = preview.width * preview.height
  const frames: Uint8ClampedArray<ArrayBuffer>[] = []
  for (let index = 0; index < preview.count && (index + 1) * pixels * 3 <= bytes.length; index += 1) {
    const rgba = new Uint8ClampedArray(pixels * 4).fill(255)
    for (let pixel = 0, from = index * pixels * 3, to = 0; pixel < pixels; pixel += 1, from += 3, to += 4) {
      rgba[to] = bytes[from] ?? 0
      rgba[to + 1] = bytes[from + 1] ?? 0
      rgba[to + 2] = bytes[from + 2] ?? 0
    }
    frames.push(rgba)
  }
  return frames
}

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}
