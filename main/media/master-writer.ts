import type { Rate } from '../../core/timeline/time.ts'
import { BIT_EXACT, LOSSLESS_CODEC } from './colour.ts'
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

/** Opens a lossless master: FFV1 level 3 in Matroska. Same frames, rate and metadata give the same bytes. */
export function openMasterWriter(options: MasterOptions): FrameWriter {
  const { metadata, ...frames } = options
  const tags = Object.entries(metadata)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => ['-metadata', `${name.toUpperCase()}=${value}`])
  return openFrameWriter({
    ...frames,
    output: ['-an', ...BIT_EXACT, ...LOSSLESS_CODEC, ...tags, '-f', 'matroska'],
  })
}
