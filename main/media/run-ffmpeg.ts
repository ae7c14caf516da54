import { buffer } from 'node:stream/consumers'
import { startFfmpeg } from './ffmpeg-process.ts'
import type { ProcessOptions } from './ffmpeg-process.ts'

export interface RunOptions extends ProcessOptions {
  /** Bytes for `pipe:0`. */
  input?: Uint8Array | undefined
}

const HALF_AN_HOUR = 30 * 60_000

/**
 * Runs ffmpeg to its end and gives what it wrote to `pipe:1` and said on its log. Throws `FFMPEG_FAILED` with the end of
 * its log, `DISK_FULL`, `FFMPEG_MISSING`, or `CANCELLED` once the signal aborts; the process is gone by then.
 */
export async function runFfmpeg(
  ffmpeg: { path: string },
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ stdout: Buffer; log: string }> {
  const running = startFfmpeg(ffmpeg.path, args, { timeoutMs: HALF_AN_HOUR, ...options })
  running.stdin.end(options.input ?? new Uint8Array())
  const [stdout] = await Promise.all([buffer(running.stdout), running.done])
  return { stdout, log: running.log() }
}
