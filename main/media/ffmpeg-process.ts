import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { CortadoError } from '../../core/errors.ts'

export interface ProcessOptions {
  signal?: AbortSignal | undefined
  /** Called with the number of frames written so far, about twice a second. */
  onProgress?: ((frames: number) => void) | undefined
  /** The process is killed and `FFMPEG_FAILED` thrown when it runs longer. */
  timeoutMs?: number | undefined
  /** `info` keeps what ffmpeg says about its input in `log`; `error` (the default) only what went wrong. */
  logLevel?: 'error' | 'info' | undefined
}

export interface FfmpegProcess {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Settles after the process has ended and its pipes are closed. Rejects with a coded error. */
  readonly done: Promise<void>
  /** The last 64 KiB that it said, without progress lines. */
  log(): string
  kill(): void
}

const LOG_LIMIT = 64 * 1024
const TAIL_LINES = 6
const PROGRESS_LINE =
  /^(frame|fps|stream_[\w]+|bitrate|total_size|out_time\w*|dup_frames|drop_frames|speed|progress)=\s*(.*)$/

/**
 * Starts ffmpeg without a shell. `-protocol_whitelist file,pipe` goes before every `-i`, so that no input can make it open
 * a network address. Paths in `args` are to be written with {@link fileArgument}.
 */
export function startFfmpeg(path: string, args: readonly string[], options: ProcessOptions = {}): FfmpegProcess {
  if (options.signal?.aborted) throw cancelled()
  const child = spawn(path, commandLine(args, options), { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  let log = ''
  let stopped: CortadoError | undefined
  let rest = ''

  const stop = (reason: CortadoError): void => {
    stopped ??= reason
    child.kill('SIGKILL')
  }
  const onAbort = (): void => stop(cancelled())
  options.signal?.addEventListener('abort', onAbort, { once: true })
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop(timedOut(options.timeoutMs ?? 0)), options.timeoutMs)

  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const progress = PROGRESS_LINE.exec(line)
      if (!progress) log = (log + line + '\n').slice(-LOG_LIMIT)
      else if (progress[1] === 'frame') options.onProgress?.(Number(progress[2]))
    }
  })
  // A process that dies closes its pipe under a pending write; why it died is told by `done`.
  child.stdin.on('error', (error) => (log += `${error.message}\n`))

  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        new CortadoError(
          'FFMPEG_MISSING',
          `ffmpeg at "${path}" could not be started. Check its path in the settings.`,
          {
            cause: error,
          },
        ),
      ),
    )
    child.once('close', (code) => {
      const said = log + rest
      const failure = stopped ?? (code === 0 && !isDiskFull(said) ? undefined : failed(code, said))
      if (failure) reject(failure)
      else resolve()
    })
  }).finally(() => {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
  })
  // Whoever started it awaits `done` sooner or later; until then a rejection must not end the program.
  done.catch(() => undefined)

  return {
    stdin: child.stdin,
    stdout: child.stdout,
    done,
    log: () => log + rest,
    kill: () => stop(cancelled()),
  }
}

/** A path as ffmpeg takes it: never an option, a protocol or an address. */
export function fileArgument(path: string): string {
  return `file:${path}`
}

function commandLine(args: readonly string[], options: ProcessOptions): string[] {
  const guarded = args.flatMap((arg) => (arg === '-i' ? ['-protocol_whitelist', 'file,pipe', arg] : [arg]))
  return [
    '-nostdin',
    '-hide_banner',
    '-nostats',
    '-loglevel',
    options.logLevel ?? 'error',
    '-progress',
    'pipe:2',
    ...guarded,
  ]
}

function isDiskFull(log: string): boolean {
  return /No space left on device|Disk quota exceeded|There is not enough space on the disk/i.test(log)
}

function failed(code: number | null, log: string): CortadoError {
  const cause = new Error(log.slice(-LOG_LIMIT))
  if (isDiskFull(log)) {
    return new CortadoError(
      'DISK_FULL',
      'The disk is full, so the video could not be written. Free some space and try again; nothing that was finished is lost.',
      { cause },
    )
  }
  const tail = log.trim().split('\n').slice(-TAIL_LINES).join(' | ')
  return new CortadoError(
    'FFMPEG_FAILED',
    `ffmpeg stopped (${code === null ? 'killed' : `exit code ${code}`}): ${tail || 'it gave no reason'}. Try again; if it happens again, run doctor.`,
    { cause },
  )
}

function cancelled(): CortadoError {
  return new CortadoError('CANCELLED', 'The work was cancelled.')
}

function timedOut(limit: number): CortadoError {
  return new CortadoError(
    'FFMPEG_FAILED',
    `ffmpeg did not finish within ${Math.round(limit / 1000)} seconds and was stopped. The file may be damaged; try again.`,
  )
}
