import { join } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import type { PlanSource } from '../../core/render/plan.ts'
import { heardClips, soundSource } from '../../core/render/sound.ts'
import type { SoundSource } from '../../core/render/sound.ts'
import { sampleRateOf } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import type { MediaSounds } from './media-sounds.ts'
import { presetById, renderSequence } from '../render/index.ts'

/** Renders the sequence as it is when the job starts. */
export function renderRunner(library: Library, sounds: MediaSounds): Runner<'render'> {
  const locate = (sha256: string): string => {
    const file = library.media.locate(sha256)
    if (!file)
      throw new CortadoError('NOT_FOUND', 'A master is not in the project. Restore it, or make the take again.')
    return file.path
  }
  return {
    // One film at a time: an encoder takes all the cores that it finds.
    places: () => ['render'],
    async run({ payload }, { signal, progress }) {
      const { sequence } = library.sequences.get(payload.sequence)
      progress({ fraction: 0, stage: 'sounds' })
      const heard = await soundsOf(library, sounds, sequence)
      const { frames } = await renderSequence({
        preset: presetById(payload.preset),
        out: payload.out,
        signal,
        locate,
        onProgress: progress,
        sequence,
        sourceOf: (clip) => sourceOf(library, clip),
        soundOf: ({ source }) => (source.kind === 'media' ? (heard.get(source.media) ?? null) : null),
        segmentsFolder: join(library.folder, 'renders', 'segments'),
        ffmpeg: await findFfmpeg(),
      })
      return { film: payload.out, frames }
    },
  }
}

/** The file that a clip shows: the master of a take, or imported footage; null (black) while its shot has no take. */
function sourceOf(library: Library, clip: Clip): PlanSource | null {
  if (clip.source.kind === 'media') return footageOf(library, clip, clip.source.media)
  if (clip.source.kind !== 'shot') throw notHere(clip)
  const take = clip.source.take ?? library.shots.get(clip.source.shot).picked
  if (take === null) return null
  const { master, frames, rate, size } = library.takes.get(take)
  return { sha256: master, frames, rate, size }
}

/** Named by the content that lies there now: another file may stand in for one that was lost. */
function footageOf(library: Library, clip: Clip, file: string): PlanSource {
  const media = library.imported.byFile(file)
  const stored = library.media.locate(file)
  if (!media || !stored) throw notHere(clip)
  const { kind, picture } = media.info
  if (kind === 'audio' || picture === null) {
    throw new CortadoError(
      'NOT_RENDERABLE',
      `"${clip.name}" is a sound on a track for pictures. Move it to an audio track, and render again.`,
    )
  }
  const { frames, rate, size } = picture
  return { sha256: stored.sha256, frames, rate, size, foreign: kind }
}

/** The sounds that a film needs, made where they are not there yet, by the file that clips name. Takes have none. */
async function soundsOf(
  library: Library,
  sounds: MediaSounds,
  sequence: Sequence,
): Promise<Map<string, SoundSource | null>> {
  const sampleRate = sampleRateOf(sequence)
  const heard = new Map<string, SoundSource | null>()
  for (const clip of heardClips(sequence)) {
    const { source } = clip
    if (source.kind !== 'media' || heard.has(source.media)) continue
    const media = library.imported.byFile(source.media)
    if (!media) throw notHere(clip)
    const sound = media.info.sound && (await sounds.get(media, sampleRate))
    heard.set(source.media, sound && soundSource({ sounds: [sound] }, sampleRate))
  }
  return heard
}

function notHere(clip: Clip): CortadoError {
  return new CortadoError(
    'NOT_FOUND',
    `"${clip.name}" shows a file that this project does not hold. Remove the clip, and render again.`,
  )
}
