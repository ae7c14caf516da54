import { open } from 'node:fs/promises'
import { peakWriter } from '../../core/library/waveform.ts'
import { fileArgument, startFfmpeg } from './ffmpeg-process.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'

interface ConformOptions {
  sampleRate: number
  /** Of the file: one stays one, more become two. */
  channels: number
  /** Paths of the two files that are made: samples in 32-bit float, and their peaks. */
  pcm: string
  waveform: string
  signal?: AbortSignal | undefined
}

/**
 * Decodes the sound of a file as films mix it: at one sample rate, in one or two channels, counted from its first sample. Writes the
 * samples and, on the way, their peaks, at the pace of the disk and with a bounded memory. Resolves to how many samples of each channel
 * there are. Throws `FFMPEG_FAILED`, `CANCELLED`, and what the disk says; the files are then not whole.
 */
export async function conformSound(
  ffmpeg: Ffmpeg,
  path: string,
  { sampleRate, channels: found, pcm, waveform, signal }: ConformOptions,
): Promise<{ samples: number; channels: 1 | 2 }> {
  const channels = found === 1 ? 1 : 2
  const layout = channels === 1 ? '' : ',aformat=channel_layouts=stereo'
  const filter = `aresample=${sampleRate},aformat=sample_fmts=fltp${layout}`
  const output = ['-map', '0:a:0', '-af', filter, '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1']
  await using samples = await open(pcm, 'w')
  await using peaks = await open(waveform, 'w')
  const running = startFfmpeg(ffmpeg.path, ['-i', fileArgument(path), ...output], { signal })
  running.stdin.end()
  const writer = peakWriter(channels)
  const frame = 4 * channels
  let bytes = 0
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of running.stdout as AsyncIterable<Buffer>) {
      const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const whole = joined.length - (joined.length % frame)
      // A copy of its own, at the start of a buffer: floats must lie on a multiple of four.
      const block = new Uint8Array(joined.subarray(0, whole))
      rest = joined.subarray(whole)
      bytes += whole
      await samples.writeFile(block)
      await peaks.writeFile(writer.push(new Float32Array(block.buffer)))
    }
    await running.done
    await peaks.writeFile(writer.end())
  } finally {
    running.kill()
    await Promise.allSettled([running.done])
  }
  return { samples: bytes / frame, channels }
}
