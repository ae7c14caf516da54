import type { Take } from '../../core/library/entities.ts'

/** What a frame is asked by: the take's proxy, rate and length. */
export interface FrameTake extends Pick<Take, 'proxy' | 'rate' | 'frames'> {
  /** Set for a still, whose `proxy` is the picture itself: a JPEG of it, for a format that the browser does not know. */
  still?: string
}
