import type { Job } from '../../../core/generation/job.ts'

/** Where a command writes: results on stdout, progress on stderr, or one JSON line an event on stdout with `--json`. */
export interface Output {
  readonly json: boolean
  /** A line for a person; nothing with `--json`. */
  say(line: string): void
  /** A step that happened, as a JSON line with `--json`. */
  event(event: Record<string, unknown>): void
  progress(title: string, job: Job): void
  /** The last line: the result itself. */
  result(value: unknown, words: string): void
}

const BAR = 28

/** Writes to this process' own streams. A bar is drawn only where stderr is a terminal. */
export function terminalOutput(json: boolean): Output {
  const bar = !json && process.stderr.isTTY
  const clear = (): void => {
    if (bar) process.stderr.write('\r\x1b[2K')
  }
  return {
    json,
    say: (line) => {
      clear()
      if (!json) process.stderr.write(`${line}\n`)
    },
    event: (event) => {
      if (json) process.stdout.write(`${JSON.stringify(event)}\n`)
    },
    progress: (title, job) => {
      if (json) {
        process.stdout.write(`${JSON.stringify(jobEvent(job))}\n`)
        return
      }
      if (!bar) return
      clear()
      process.stderr.write(progressLine(title, job))
    },
    result: (value, words) => {
      clear()
      process.stdout.write(`${json ? JSON.stringify(value) : harmless(words)}\n`)
    },
  }
}

function jobEvent(job: Job): Record<string, unknown> {
  return {
    event: 'job',
    id: job.id,
    kind: job.payload.kind,
    state: job.state,
    progress: Math.round(job.progress * 1000) / 1000,
    stage: job.stage,
    device: job.device,
    etaMs: job.etaMs,
  }
}

/** One line such as `[#####-----] 50 %  step 10 of 20  12 s left  a red ball`. */
function progressLine(title: string, job: Job): string {
  const filled = Math.round(BAR * Math.min(1, Math.max(0, job.progress)))
  const eta = job.etaMs === null ? '' : `  ${duration(job.etaMs)} left`
  const line = `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${Math.round(job.progress * 100)} %  ${job.stage}${eta}  ${title}`
  return line.slice(0, (process.stderr.columns || 100) - 1)
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

/** A name in a stranger's project may hold what a terminal obeys, or what turns the reading order round. */
function harmless(words: string): string {
  return words.replace(/[\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, '\uFFFD')
}
