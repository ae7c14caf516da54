import type { StoredMedia } from '../../library/index.ts'

/** One take on its way out: what a loader reads beside its video. */
export interface Sample {
  /** Names the files of the sample; without a dot, because a loader cuts there. */
  key: string
  caption: string
  video: StoredMedia
  /** `mkv` or `mp4`. */
  extension: string
  modifiedMs: number
  facts: Record<string, unknown>
}
