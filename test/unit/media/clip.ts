import type { Rate } from '../../../core/timeline/time.ts'
import { findFfmpeg, openMasterWriter, probeMedia } from '../../../main/media/index.ts'
import type { Ffmpeg, MediaInfo } from '../../../main/media/index.ts'

export const RATE_8: Rate = { num: 8, den: 1 }
const RATE_24: Rate = { num: 24, den: 1 }
export const RATE_29_97: Rate = { num: 30000, den: 1001 }

export const ffmpeg: Ffmpeg = await findFfmpeg()

interface ClipOptions {
  frames: number
  rate?: Rate
  width?: number
  height?: number
  /** Number of the first frame, so that two clips can be told apart. */
  first?: number
}

/** A flat picture whose colour spells its number, 0 to 255, and survives lossy encoding: a hex digit in red, one in green. */
export function numberedFrame(number: number, width: number, height: number): Buffer {
  const frame = Buffer.alloc(width * height * 3)
  for (let p = 0; p < frame.length; p += 3) {
    frame[p] = (number % 16) * 16 + 8
    frame[p + 1] = Math.floor(number / 16) * 16 + 8
    frame[p + 2] = 128
  }
  return frame
}

/** The number in the middle of a decoded frame; -1 for black. */
export function readNumber(frame: Uint8Array, width: number, height: number): number {
  const at = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 3
  const [red = 0, green = 0, blue = 0] = frame.subarray(at, at + 3)
  return blue < 64 ? -1 : Math.floor(green / 16) * 16 + Math.floor(red / 16)
}

/** Writes a master whose frames are numbered from `first`. */
export async function writeClip(path: string, options: ClipOptions): Promise<MediaInfo> {
  const { frames, rate = RATE_24, width = 64, height = 48, first = 0 } = options
  const writer = openMasterWriter({ ffmpegPath: ffmpeg.path, path, width, height, rate, metadata: {} })
  for (let n = 0; n < frames; n++) await writer.write(numberedFrame(first + n, width, height))
  await writer.finish()
  return probeMedia(ffmpeg, path)
}
