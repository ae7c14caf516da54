import { access, constants, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { CortadoError } from '../../core/errors.ts'
import { renderPlan } from '../../core/render/plan.ts'
import type { PlanSource } from '../../core/render/plan.ts'
import { soundPlan } from '../../core/render/sound.ts'
import type { SoundPiece, SoundSource } from '../../core/render/sound.ts'
import { sampleRateOf } from '../../core/timeline/queries.ts'
import { sampleAt } from '../../core/timeline/time.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { commitFile, diskError, temporaryName } from '../files/index.ts'
import { BIT_EXACT, runFfmpeg } from '../media/index.ts'
import type { Ffmpeg } from '../media/index.ts'
import type { Preset } from './presets.ts'
import { mixSound } from './sound-track.ts'
import { segmentFile } from './segment.ts'

export interface RenderOptions {
  sequence: Sequence
  /** What a clip shows; throws where its media is missing. */
  sourceOf(clip: Clip): PlanSource | null
  /** What of a clip on an audio track is heard; null where it is silent. */
  soundOf(clip: Clip): SoundSource | null
  locate(source: string): string
  preset: Preset
  /** Absolute path of the film. */
  out: string
  segmentsFolder: string
  ffmpeg: Ffmpeg
  signal: AbortSignal
  onProgress(progress: { fraction: number; stage: string }): void
}

/**
 * Renders a sequence from the lossless masters: segments that the cache lacks are encoded, then all are joined without
 * encoding again, and the sound is mixed from the originals. The film is whole or absent, and its bytes do not depend on how often the work was interrupted.
 * Throws `SEQUENCE_EMPTY`, `NOT_FOUND`, `DISK_FULL`, `PROJECT_READ_ONLY`, `CANCELLED`, `FFMPEG_FAILED`.
 */
export async function renderSequence(options: RenderOptions): Promise<{ frames: number }> {
  const { sequence, preset, ffmpeg, signal, onProgress, out } = options
  const plan = renderPlan(sequence, options.sourceOf)
  const sounds = soundPlan(sequence, options.soundOf)
  const total = plan.reduce((sum, span) => sum + span.length, 0)
  if (total === 0) {
    throw new CortadoError('SEQUENCE_EMPTY', 'The sequence has no clips. Put a take on the timeline and render again.')
  }
  await assertWritable(out)
  let done = 0
  const files: string[] = []
  for (const [index, span] of plan.entries()) {
    const stage = `span ${index + 1} of ${plan.length}`
    files.push(
      await segmentFile(span, {
        ffmpeg,
        preset,
        size: sequence.size,
        rate: sequence.rate,
        folder: options.segmentsFolder,
        signal,
        locate: options.locate,
        onFrames: (frames) => onProgress({ fraction: (0.97 * (done += frames)) / total, stage }),
      }),
    )
  }
  onProgress({ fraction: 0.98, stage: 'joining' })
  // One name: what a render that was killed left behind is written over.
  const sound = sounds.length === 0 ? null : join(options.segmentsFolder, 'sound.w64')
  try {
    if (sound !== null) await soundOf(sounds, sound, total, options)
    await joinSegments(files, sound, options)
  } finally {
    if (sound !== null) await rm(sound, { force: true })
  }
  return { frames: total }
}

async function soundOf(
  pieces: readonly SoundPiece[],
  out: string,
  frames: number,
  { sequence, ffmpeg, locate, signal }: RenderOptions,
): Promise<void> {
  const sampleRate = sampleRateOf(sequence)
  const samples = sampleAt(frames, sequence.rate, sampleRate)
  await mixSound(pieces, { ffmpeg, locate, signal, sampleRate, samples, out })
}

async function joinSegments(files: readonly string[], sound: string | null, options: RenderOptions): Promise<void> {
  const { ffmpeg, preset, out, signal, segmentsFolder } = options
  const list = join(segmentsFolder, `${randomBytes(6).toString('hex')}.txt`)
  const temporary = temporaryName(out)
  try {
    await writeFile(list, files.map((file) => `file '${file.replaceAll("'", String.raw`'\''`)}'\n`).join(''))
    const { num, den } = options.sequence.rate
    await runFfmpeg(
      ffmpeg,
      [
        '-f',
        'concat',
        '-safe',
        '0',
        '-r',
        `${num}/${den}`,
        '-i',
        `file:${list}`,
        ...(sound === null ? [] : ['-i', `file:${sound}`, '-map', '0:v:0', '-map', '1:a:0']),
        '-c:v',
        'copy',
        ...(sound === null ? [] : [...preset.sound, '-flags:a', '+bitexact']),
        ...BIT_EXACT,
        ...preset.film,
        '-y',
        `file:${temporary}`,
      ],
      { signal },
    )
    await commitFile(temporary, out)
  } catch (error) {
    throw diskError(error, out)
  } finally {
    await rm(list, { force: true })
    await rm(temporary, { force: true })
  }
}

async function assertWritable(out: string): Promise<void> {
  const folder = dirname(out)
  if ((await stat(out).catch(() => null))?.isDirectory() === true) {
    throw new CortadoError('INVALID_INPUT', `"${out}" is a folder. Give the film a name of its own.`)
  }
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const known = diskError(error, folder)
    if (known instanceof CortadoError) throw known
    throw new CortadoError(
      'NOT_FOUND',
      `There is no folder "${folder}" for the film. Make it, or choose another place.`,
      {
        cause: error,
      },
    )
  }
}
