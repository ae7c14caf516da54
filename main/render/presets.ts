import { CortadoError } from '../../core/errors.ts'
import { BIT_EXACT, BT709_TAGS, LOSSLESS_CODEC, toBt709 } from '../media/index.ts'

export interface Preset {
  id: string
  label: string
  /** Of the film; segments are Matroska, which every codec here fits in. */
  extension: string
  /** ffmpeg's name of the encoder it needs. */
  encoder: string
  /** From raw RGB to a closed-GOP segment. */
  segment: readonly string[]
  /** Codec of the film's sound. */
  sound: readonly string[]
  /** Muxer options of the finished film. */
  film: readonly string[]
}

const words = (line: string): string[] => line.split(' ')

export const PRESETS: readonly Preset[] = [
  {
    id: 'h264',
    label: 'H.264, for everywhere',
    extension: 'mp4',
    encoder: 'libx264',
    // One thread: x264's rate control may otherwise differ with the number of cores.
    segment: [
      '-vf',
      toBt709('yuv420p'),
      ...words('-c:v libx264 -preset medium -crf 16 -g 48 -x264-params threads=1:open-gop=0'),
      ...BT709_TAGS,
      ...BIT_EXACT,
      ...words('-f matroska'),
    ],
    sound: words('-c:a aac -b:a 256k'),
    film: words('-movflags +faststart -f mp4'),
  },
  {
    id: 'prores',
    label: 'ProRes 422 HQ, for other editors',
    extension: 'mov',
    encoder: 'prores_ks',
    segment: [
      '-vf',
      toBt709('yuv422p10le'),
      ...words('-c:v prores_ks -profile:v hq -vendor apl0 -threads 1'),
      ...BT709_TAGS,
      ...BIT_EXACT,
      ...words('-f matroska'),
    ],
    sound: words('-c:a pcm_s24le'),
    film: words('-f mov'),
  },
  {
    id: 'ffv1',
    label: 'FFV1, lossless',
    extension: 'mkv',
    encoder: 'ffv1',
    segment: [...LOSSLESS_CODEC, ...BIT_EXACT, ...words('-f matroska')],
    sound: words('-c:a pcm_s24le'),
    film: words('-f matroska'),
  },
]

/** Throws `INVALID_INPUT` naming the presets there are. */
export function presetById(id: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.id === id)
  if (preset) return preset
  const ids = PRESETS.map((candidate) => candidate.id).join(', ')
  throw new CortadoError('INVALID_INPUT', `There is no render preset "${id.slice(0, 80)}". Use one of: ${ids}.`)
}
