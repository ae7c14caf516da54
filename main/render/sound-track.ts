import { rename, rm } from 'node:fs/promises'
import type { SoundPiece } from '../../core/render/sound.ts'
import { diskError } from '../files/index.ts'
import { runFfmpeg } from '../media/index.ts'
import type { Ffmpeg } from '../media/index.ts'

/** So many files are open at once. */
const BATCH = 24

interface SoundOptions {
  ffmpeg: Ffmpeg
  sampleRate: number
  /** Of the whole film. */
  samples: number
  /** Path of a source file by its sha256. Throws where it is missing. */
  locate(source: string): string
  /** The finished sound: 32-bit float in stereo, in a Wave64 file. */
  out: string
  signal: AbortSignal
}

/** Mixes what is heard into one file that is as long as the film. Pieces are cut by counting samples and added up as they are. */
export async function mixSound(pieces: readonly SoundPiece[], options: SoundOptions): Promise<void> {
  const { out } = options
  const next = `${out}.next.w64`
  try {
    for (let from = 0; from < pieces.length; from += BATCH) {
      await mixBatch(pieces.slice(from, from + BATCH), from === 0 ? null : out, next, options)
      await rename(next, out)
    }
  } catch (error) {
    throw diskError(error, out)
  } finally {
    await rm(next, { force: true })
  }
}

async function mixBatch(
  pieces: readonly SoundPiece[],
  base: string | null,
  to: string,
  { ffmpeg, sampleRate, samples, locate, signal }: SoundOptions,
): Promise<void> {
  const inputs = [...(base === null ? [] : [base]), ...pieces.map(({ source }) => locate(source.sha256))]
  const first = inputs.length - pieces.length
  const chains = pieces.map((piece, index) => `[${first + index}:a:0]${chain(piece, sampleRate)}[s${index}]`)
  const mixed = [...(base === null ? [] : ['[0:a:0]']), ...pieces.map((_, index) => `[s${index}]`)].join('')
  const mix = `${mixed}amix=inputs=${inputs.length}:normalize=0:duration=longest`
  const graph = [...chains, `${mix},apad=whole_len=${samples},atrim=end_sample=${samples}[out]`].join(';')
  await runFfmpeg(
    ffmpeg,
    [
      inputs.flatMap((path) => ['-i', `file:${path}`]),
      ['-filter_complex', graph, '-map', '[out]', '-c:a', 'pcm_f32le', '-flags:a', '+bitexact', '-fflags', '+bitexact'],
      ['-f', 'w64', '-y', `file:${to}`],
    ].flat(),
    { signal },
  )
}

/** One piece: at the film's rate, in stereo, cut, made louder or quieter, and moved to its place. */
function chain({ source, from, start, length, gain }: SoundPiece, sampleRate: number): string {
  // A sound that was moved to before the film begins loses what lies there.
  const early = Math.max(0, -start)
  const stereo = source.channels === 1 ? 'pan=stereo|c0=c0|c1=c0' : 'aformat=channel_layouts=stereo'
  return [
    `aresample=${sampleRate},aformat=sample_fmts=fltp,${stereo}`,
    `atrim=start_sample=${from + early}:end_sample=${from + length},asetpts=N/SR/TB`,
    `volume=${gain.toFixed(9)}:precision=float,adelay=delays=${Math.max(0, start)}S:all=1`,
  ].join(',')
}
