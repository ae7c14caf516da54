import { soundPlan, soundSource } from '../../core/render/sound.ts'
import type { SoundPiece } from '../../core/render/sound.ts'
import { sampleRateOf } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { mediaOfClip } from '../viewer/media-frames.ts'
import type { MediaByFile } from '../viewer/media-frames.ts'

/** What is heard of a sequence, of the sounds that are made. */
export function piecesOf(sequence: Sequence, media: MediaByFile): SoundPiece[] {
  const sampleRate = sampleRateOf(sequence)
  return soundPlan(sequence, (clip) => {
    const file = mediaOfClip(clip, media)
    return file && soundSource(file, sampleRate)
  })
}
