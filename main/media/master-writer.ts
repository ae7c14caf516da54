import type { Rate } from '../../core/timeline/time.ts'
import { BIT_EXACT, SRGB_TAGS } from './colour.ts'
import { openFrameWriter } from './frame-writer.ts'
import type { FrameWriter } from './frame-writer.ts'

export interface MasterOptions {
  ffmpegPath: string
  /** The finished `.mkv`; it appears whole, after `finish`, or not at all. */
  path: string
  width: number
  height: number
  rate: Rate
  /** Container tags, such as the recipe as canonical JSON. Names are stored in upper case. */
  metadata: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}

/** Lossless, intra-only, with a checksum in every slice; slices and threads are fixed so that equal frames give equal bytes. */
export const MASTER_CODEC: readonly string[] = [
  ...['-c:v', 'ffv1', '-level', '3', '-coder', 'range_tab', '-context', '0', '-g', '1', '-slices', '4'],
  ...['-slicecrc', '1', '-threads', '1', '-pix_fmt', 'bgr0'],
  ...SRGB_TAGS,
]

/** Opens a lossless master: FFV1 level 3 in Matroska. Same frames, rate and metadata give the same bytes. */
export function openMasterWriter(options: MasterOptions): FrameWriter {
  const { metadata, ...frames } = options
  const tags = Object.entries(metadata)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => ['-metadata', `${name.toUpperCase()}=${value}`])
  return openFrameWriter({
    ...frames,
    output: ['-an', ...BIT_EXACT, ...MASTER_CODEC, ...tags, '-f', 'matroska'],
  })
}
