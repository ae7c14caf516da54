import { toSeconds } from '../../core/timeline/time.ts'
import type { Rate } from '../../core/timeline/time.ts'

/**
 * Bits a pixel that an encoder needs at the quality of our presets, by the start of the preset's id. Rules of thumb
 * from generated footage, which is clean; a film with much grain comes out larger.
 */
const BITS_A_PIXEL: readonly [string, number][] = [
  ['prores', 4],
  ['ffv1', 8],
  ['h265', 0.07],
  ['hevc', 0.07],
  ['av1', 0.05],
]
const H264_BITS = 0.11
const OVERHEAD_BYTES = 4000

/** About how many bytes a film will take: enough to tell megabytes from gigabytes. */
export function estimateBytes(preset: string, size: { width: number; height: number }, frames: number): number {
  const bits = BITS_A_PIXEL.find(([prefix]) => preset.startsWith(prefix))?.[1] ?? H264_BITS
  return Math.round(OVERHEAD_BYTES + (size.width * size.height * frames * bits) / 8)
}

/** "1920 × 1080 · 24 fps · 12.5 s". */
export function formatWords(size: { width: number; height: number }, rate: Rate, frames: number): string {
  const fps = Number((rate.num / rate.den).toFixed(3))
  const seconds = Number(toSeconds(frames, rate).toFixed(1))
  return `${size.width} × ${size.height} · ${fps} fps · ${seconds} s`
}

/** A name that any file system takes: no slashes, control characters or dots at the ends. */
export function fileName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  const plain = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
  return plain
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120)
}
