import { inTime, sourceFrameOf } from '../../core/timeline/clip-time.ts'
import type { Shot, Take } from '../../core/library/entities.ts'
import { clipAt, sequenceLength } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { framesOfMedia, mediaOfClip, NO_MEDIA } from './media-frames.ts'
import type { MediaByFile } from './media-frames.ts'
import type { FrameTake } from './frame-take.ts'
import { currentClip } from '../timeline/ghost.ts'
import type { ShiftGhost, TrimGhost } from '../timeline/ghost.ts'

/** What the viewer has to draw: a frame of a take's proxy, black, or a shot that has no take yet. */
export type Shown =
  | { kind: 'frame'; clip: Clip; take: FrameTake & { id: string }; index: number }
  | { kind: 'gap' }
  | { kind: 'empty'; clip: Clip }

export type ShotsById = ReadonlyMap<string, Shot>

/** The take that a clip shows: its own, or the picked one of its shot. */
export function takeOfClip(clip: Clip, shots: ShotsById): Take | null {
  if (clip.source.kind !== 'shot') return null
  const shot = shots.get(clip.source.shot)
  const id = clip.source.take ?? shot?.picked
  return shot?.takes.find((take) => take.id === id) ?? null
}

/** What the frames of a clip are asked by: its take, or the imported file that it shows. */
function framesOfClip(clip: Clip, shots: ShotsById, media: MediaByFile): (FrameTake & { id: string }) | null {
  const file = mediaOfClip(clip, media)
  return file ? framesOfMedia(file) : takeOfClip(clip, shots)
}

/** Index of the take's frame on screen at a sequence frame, as the render reckons it, held on the take's last frame. */
export function takeFrameAt(clip: Clip, take: Pick<Take, 'frames' | 'rate'>, at: number, sequence: Sequence): number {
  const index = sourceFrameOf(clip, at - clip.start, sequence.rate, take.rate)
  return Math.min(take.frames - 1, Math.max(0, index))
}

/** The picture at a sequence frame: the topmost clip there. At the very end the last frame stays on screen. */
export function shownAt(sequence: Sequence, at: number, shots: ShotsById, media = NO_MEDIA): Shown {
  const length = sequenceLength(sequence)
  const shown = at === length && length > 0 ? length - 1 : at
  const clip = clipAt(sequence, shown)
  if (!clip) return { kind: 'gap' }
  const take = framesOfClip(clip, shots, media)
  return take ? { kind: 'frame', clip, take, index: takeFrameAt(clip, take, shown, sequence) } : { kind: 'empty', clip }
}

/** The picture at the edge that a trim is moving, the first frame that stays or the last; and the first of a slip. */
export function shownAtEdge(
  sequence: Sequence,
  ghost: TrimGhost | ShiftGhost,
  shots: ShotsById,
  media = NO_MEDIA,
): Shown {
  const now = currentClip(sequence, ghost.clip)
  if (!now) return { kind: 'gap' }
  const { clip } = now
  const take = framesOfClip(clip, shots, media)
  if (!take) return { kind: 'empty', clip }
  if (ghost.kind !== 'trim') {
    const slipped = ghost.kind === 'slip' ? inTime(clip, -ghost.delta) : clip
    return { kind: 'frame', clip, take, index: takeFrameAt(slipped, take, clip.start, sequence) }
  }
  const inwards = ghost.how === 'ripple' && ghost.edge === 'in' ? ghost.delta : 0
  const at = ghost.edge === 'in' ? ghost.start + inwards : ghost.start + ghost.length - 1
  return { kind: 'frame', clip, take, index: takeFrameAt(clip, take, at, sequence) }
}
