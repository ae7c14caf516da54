import type { Media } from '../library/media.ts'
import type { Animated } from '../look/keyframes.ts'
import { valueAt } from '../look/keyframes.ts'
import { clipTime } from '../timeline/clip-time.ts'
import { clipEnd, isOn, sampleRateOf } from '../timeline/queries.ts'
import type { Sequence } from '../timeline/sequence.ts'
import type { Clip } from '../timeline/clip.ts'
import { sampleAt } from '../timeline/time.ts'
import { soundPlace } from './sound-place.ts'
import type { SoundPlace } from './sound-place.ts'

/** The sound behind a clip: samples of an imported file at the rate of the sequence. */
export interface SoundSource {
  /** Of its samples: 32-bit float, channels in turn. */
  pcm: string
  channels: 1 | 2
  samples: number
}

/** A stretch of a source in the sound of a film, all in samples of the sequence. */
export interface SoundPiece {
  source: SoundSource
  /** Where in the source each of its samples lies. */
  place: SoundPlace
  /** Where it begins in the film; less than a frame before it where a sound was moved there. */
  start: number
  length: number
  /** Decibels. */
  volume: Animated
  /** -100 is left, 100 is right. */
  pan: Animated
  /** The clip's own time at the first sample, and how much of it a sample lasts, in frames. */
  time: number
  step: number
}

/** Decibels at which a volume is silence. */
const SILENCE_DB = -96

/**
 * What is heard of a sequence, the one list that the export mixes and the viewer plays: every enabled clip on an audio track that is
 * on. Both sides of a cut are asked of `sampleAt`, so that no sample is lost or heard twice. `sourceOf` gives null for what has no
 * sound. Clips that stand still, or run too fast to be heard, are left out.
 */
export function soundPlan(sequence: Sequence, sourceOf: (clip: Clip) => SoundSource | null): SoundPiece[] {
  const { rate } = sequence
  const sampleRate = sampleRateOf(sequence)
  const at = (frame: number): number => sampleAt(frame, rate, sampleRate)
  return heardClips(sequence).flatMap((clip) => {
    const source = sourceOf(clip)
    const place = source && soundPlace(clip, rate, sampleRate)
    if (!place) return []
    const start = at(clip.start)
    return [
      {
        source,
        place,
        start: start + (clip.shift ?? 0),
        length: at(clipEnd(clip)) - start,
        volume: clip.look?.volume ?? 0,
        pan: clip.look?.pan ?? 0,
        time: clipTime(clip),
        step: rate.num / (rate.den * sampleRate),
      },
    ]
  })
}

/** Enabled clips on audio tracks that are on. */
export function heardClips(sequence: Sequence): Clip[] {
  return sequence.tracks
    .filter((track) => track.kind === 'audio' && isOn(sequence, track))
    .flatMap(({ items }) => [...items].filter((clip) => clip.disabled !== true))
}

/** The sound of an imported file at a sample rate; null while it is not made. */
export function soundSource({ sounds }: Pick<Media, 'sounds'>, sampleRate: number): SoundSource | null {
  const sound = sounds.find((one) => one.sampleRate === sampleRate)
  if (!sound || sound.pcm === null) return null
  return { pcm: sound.pcm, channels: sound.channels, samples: sound.samples }
}

/** A volume as a factor; 0 is silence. */
export function gainOf(decibels: number): number {
  return decibels <= SILENCE_DB ? 0 : 10 ** (decibels / 20)
}

/**
 * The factors of the left and the right side at a sample of a piece. Pan is a balance: it makes the other side quieter and adds
 * nothing, so that the middle leaves a sound as it is.
 */
export function gainsAt({ volume, pan, time, step }: SoundPiece, sample: number): [left: number, right: number] {
  const at = time + sample * step
  const gain = gainOf(valueAt(volume, at))
  const side = valueAt(pan, at) / 100
  return [gain * Math.min(1, 1 - side), gain * Math.min(1, 1 + side)]
}
