import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ToWorker } from './protocol.ts'

/** A running worker as main sees it: a forked Node process, or Electron's utility process behind the same face. */
export interface WorkerProcess {
  readonly pid: number | undefined
  /** Messages to a worker that has ended are dropped. */
  send(message: ToWorker): void
  onMessage(listener: (message: unknown) => void): void
  /** Calls each listener once; `reason` holds the last words of the worker, for the log. */
  onExit(listener: (reason: string) => void): void
  /** Ends it at once, in the middle of a model run too. */
  kill(): void
}

/** Starts a worker; `env` is added to this process' own. */
export type SpawnWorker = (env?: Readonly<Record<string, string>>) => WorkerProcess

const LAST_WORDS = 2000

/** The worker's entry: the source beside this file, or `inference-worker.js` beside the bundle it was built into. */
function workerEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? './main.ts' : './inference-worker.js'
  return fileURLToPath(new URL(name, import.meta.url))
}

/**
 * glibc learns to keep ever larger blocks for itself, which scatters tensors over its heap: peaks then differ from run to
 * run by as much as their own size. With a fixed threshold, tensors go back to the system when they are freed.
 */
export function workerEnvironment(): NodeJS.ProcessEnv {
  return { MALLOC_MMAP_THRESHOLD_: '131072', ...process.env }
}

/** Starts the worker as a Node process. Node runs the TypeScript sources as they are, so no flags are needed. */
export function forkWorker(env: Readonly<Record<string, string>> = {}, entry: string = workerEntry()): WorkerProcess {
  const child = fork(entry, [], {
    execArgv: [],
    env: { ...workerEnvironment(), ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS)))
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message, ignoreClosedChannel)
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false
      const tell = (reason: string): void => {
        if (told) return
        told = true
        listener(reason)
      }
      child.on('error', (error) => tell(error.message))
      child.on('close', (code, signal) => tell(`${signal ?? `exit code ${code}`} ${lastWords}`.trim()))
    },
    kill: () => child.kill('SIGKILL'),
  }
}

/** The worker may end between the check and the write; its exit is reported on its own. */
function ignoreClosedChannel(): void {
  return undefined
}
