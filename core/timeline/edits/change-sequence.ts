import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { sampleRateOf } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { SequenceHead } from '../sequence.ts'
import { convertFrames, frame, scale } from '../time.ts'
import type { Rate, Sample } from '../time.ts'
import { canDrop } from '../timecode.ts'

export const ChangeSequenceArgs = z.object({
  name: SequenceHead.shape.name.optional(),
  rate: SequenceHead.shape.rate.optional(),
  size: SequenceHead.shape.size.optional(),
  sampleRate: SequenceHead.shape.sampleRate,
  dropFrame: z.boolean().optional(),
})

/** Renames a sequence or changes its format. Its rate stays while it holds clips, as their frames would mean other moments. */
export function changeSequence(draft: Draft, args: z.infer<typeof ChangeSequenceArgs>): void {
  const { sequence } = draft
  const { rate = sequence.rate, name = sequence.name, size = sequence.size, sampleRate = sequence.sampleRate } = args
  const other = rate.num * sequence.rate.den !== sequence.rate.num * rate.den
  if (other && sequence.tracks.some(({ items }) => items.length > 0)) {
    throw refusal(
      'OUT_OF_RANGE',
      'The rate of a sequence that holds clips cannot change. Make a new sequence at that rate.',
    )
  }
  const drop = args.dropFrame ?? (sequence.dropFrame === true && (!other || canDrop(rate)))
  if (drop && !canDrop(rate)) {
    throw refusal(
      'OUT_OF_RANGE',
      'Drop-frame timecode counts 29.97 and 59.94 frames a second only. Choose another rate.',
    )
  }
  const was = sampleRateOf(sequence)
  draft.setHead({
    name,
    rate,
    size,
    ...(sampleRate !== undefined && { sampleRate }),
    ...(drop && { dropFrame: drop }),
    ...(sequence.patch && { patch: sequence.patch }),
  })
  rescaleShifts(draft, was)
  if (other) moveMarkers(draft, sequence.rate, rate)
}

/** Markers stay at the moment where they are, as far as whole frames of another rate allow. */
function moveMarkers(draft: Draft, from: Rate, to: Rate): void {
  for (const marker of draft.sequence.markers) {
    const [at, end] = [marker.at, marker.at + marker.length].map((place) => convertFrames(place, from, to))
    if (at !== undefined && end !== undefined) draft.putMarker({ ...marker, at, length: frame(end - at) })
  }
}

/** Sound that is moved by samples stays where it is heard. */
function rescaleShifts(draft: Draft, was: number): void {
  const now = sampleRateOf(draft.sequence)
  if (now === was) return
  for (const { id, items } of draft.sequence.tracks) {
    for (const clip of items) {
      if (clip.shift === undefined) continue
      const { shift, ...rest } = clip
      const samples = scale(shift, now, was, 'nearest')
      draft.put(id, samples === 0 ? rest : { ...rest, shift: samples as Sample })
    }
  }
}
