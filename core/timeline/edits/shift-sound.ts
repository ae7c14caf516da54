import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { sampleRateOf } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Sample } from '../time.ts'

export const ShiftSoundArgs = z.object({
  clip: Id,
  /** Samples of the sequence; positive is later. */
  samples: Sample,
})

/** Moves the sound of a clip by less than a frame, to the sample. */
export function shiftSound(draft: Draft, { clip: id, samples }: z.infer<typeof ShiftSoundArgs>): void {
  const { track, clip } = draft.clip(id)
  if (track.kind !== 'audio')
    throw refusal('TRACK_KIND', 'Only sound moves by samples. Choose a clip of an audio track.')
  const { rate } = draft.sequence
  const frameSamples = (sampleRateOf(draft.sequence) * rate.den) / rate.num
  if (Math.abs(samples) >= frameSamples) {
    throw refusal(
      'OUT_OF_RANGE',
      `A frame lasts ${Math.round(frameSamples)} samples. Slip the clip by whole frames instead.`,
    )
  }
  const { shift: _shift, ...rest } = clip
  draft.put(track.id, samples === 0 ? rest : { ...rest, shift: samples })
}
