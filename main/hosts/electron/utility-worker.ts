import { workerEnvironment } from '../../inference/index.ts'
import type { WorkerProcess } from '../../inference/index.ts'
import type { ElectronApi } from './api.ts'

const LAST_WORDS = 2000

/** Starts the inference worker as a utility process of Electron, behind the face that a forked Node process has. */
export function utilityWorker(
  { utilityProcess }: Pick<ElectronApi, 'utilityProcess'>,
  entry: string,
  env: Readonly<Record<string, string>> = {},
): WorkerProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Cortado inference',
    env: { ...workerEnvironment(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let ended = false
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)))
  child.once('exit', () => (ended = true))
  return {
    get pid() {
      return child.pid
    },
    send: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      if (!ended) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code} ${lastWords}`.trim())),
    kill: () => {
      // Electron's own kill asks politely, and a model run does not listen.
      if (child.pid !== undefined && !ended) process.kill(child.pid, 'SIGKILL')
      else child.kill()
    },
  }
}
