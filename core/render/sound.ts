import { CortadoError } from '../errors.ts'
import { clipEnd, isOn, sampleRateOf } from '../timeline/queries.ts'
import type { Sequence } from '../timeline/sequence.ts'
import type { Clip } from '../timeline/clip.ts'
import { sampleAt } from '../timeline/time.ts'

/** The file behind a clip that is heard. */
export interface SoundSource {
  sha256: string
  channels: number
}

/** A stretch of a source in the sound of a film, all in samples of the sequence. */
export interface SoundPiece {
  source: SoundSource
  /** Where it begins in the source. */
  from: number
  /** Where it begins in the film; less than a frame before it where a sound was moved there. */
  start: number
  length: number
  /** A factor; 0 is silence. */
  gain: number
}

/** Decibels at which a volume is silence. */
const SILENCE_DB = -96

/**
 * What is heard of a sequence: every enabled clip on an audio track that is on. Both sides of a cut are asked of `sampleAt`, so that
 * no sample is lost or heard twice. `sourceOf` gives null for what has no sound. Throws `NOT_RENDERABLE` for a clip at another speed.
 */
export function soundPlan(sequence: Sequence, sourceOf: (clip: Clip) => SoundSource | null): SoundPiece[] {
  const at = (frame: number): number => sampleAt(frame, sequence.rate, sampleRateOf(sequence))
  return sequence.tracks
    .filter((track) => track.kind === 'audio' && isOn(sequence, track))
    .flatMap(({ name, items }) =>
      [...items].flatMap((clip) => {
        const source = clip.disabled === true ? null : sourceOf(clip)
        if (!source) return []
        if (clip.retime) throw retimed(clip, name)
        const start = at(clip.start)
        return [
          {
            source,
            // Counted from where the source would begin on the sequence, so that a cut through a sound loses and repeats no sample of it.
            from: start - at(clip.start - clip.offset),
            start: start + (clip.shift ?? 0),
            length: at(clipEnd(clip)) - start,
            gain: gainOf(clip),
          },
        ]
      }),
    )
}

function gainOf({ look }: Clip): number {
  const volume = typeof look?.volume === 'number' ? look.volume : 0
  return volume <= SILENCE_DB ? 0 : 10 ** (volume / 20)
}

function retimed(clip: Clip, track: string): CortadoError {
  return new CortadoError(
    'NOT_RENDERABLE',
    `The sound of "${clip.name}" on track ${track} runs at another speed, which films cannot be rendered with yet. Disable that clip or mute the track, and render again.`,
  )
}
