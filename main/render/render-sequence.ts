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
import { BIT_EXACT, startFfmpeg } from '../media/index.ts'
import type { Ffmpeg, FfmpegProcess } from '../media/index.ts'
import type { Preset } from './presets.ts'
import { mixSound } from './mix-sound.ts'
import { segmentFile } from './segment.ts'

export interface RenderOptions {
  sequence: Sequence
  /** What a clip shows; throws where its media is missing. */
  sourceOf(clip: Clip): PlanSource | null
  /** What of a clip on an audio track is heard; null where it is silent. */
  soundOf(clip: Clip): SoundSource | null
  /** Path of a file of the project. Throws where it is missing. */
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
 * encoding again, and the sound is mixed as the viewer plays it. The film is whole or absent, and its bytes do not depend on how often the work was interrupted.
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
  await joinSegments(files, sounds, total, options)
  return { frames: total }
}

async function joinSegments(
  files: readonly string[],
  sounds: readonly SoundPiece[],
  frames: number,
  { sequence, ffmpeg, preset, out, signal, segmentsFolder, locate }: RenderOptions,
): Promise<void> {
  const list = join(segmentsFolder, `${randomBytes(6).toString('hex')}.txt`)
  const temporary = temporaryName(out)
  const { num, den } = sequence.rate
  const sampleRate = sampleRateOf(sequence)
  const heard = sounds.length > 0
  const sound = ['-f', 'f32le', '-ar', String(sampleRate), '-ac', '2', '-i', 'pipe:0', '-map', '0:v:0', '-map', '1:a:0']
  try {
    await writeFile(list, files.map((file) => `file '${file.replaceAll("'", String.raw`'\''`)}'\n`).join(''))
    const running = startFfmpeg(
      ffmpeg.path,
      [
        ['-f', 'concat', '-safe', '0', '-r', `${num}/${den}`, '-i', `file:${list}`, ...(heard ? sound : [])],
        ['-c:v', 'copy', ...(heard ? [...preset.sound, '-flags:a', '+bitexact'] : []), ...BIT_EXACT],
        [...preset.film, '-y', `file:${temporary}`],
      ].flat(),
      { signal },
    )
    running.stdout.resume()
    await feed(running, mixSound(sounds, { samples: heard ? sampleAt(frames, sequence.rate, sampleRate) : 0, locate }))
    await commitFile(temporary, out)
  } catch (error) {
    throw diskError(error, out)
  } finally {
    await rm(list, { force: true })
    await rm(temporary, { force: true })
  }
}

/** Gives a process all that there is to read, at its pace, and waits for its end. */
async function feed(running: FfmpegProcess, blocks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const block of blocks) {
      const broken = await new Promise<Error | null | undefined>((resolve) => running.stdin.write(block, resolve))
      // The pipe breaks because the process ended, and `done` says why.
      if (broken) break
    }
    running.stdin.end()
    await running.done
  } finally {
    running.kill()
    await Promise.allSettled([running.done])
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
