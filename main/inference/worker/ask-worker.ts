import { FromWorker, type ToWorker } from './protocol.ts'
import type { SpawnWorker } from './worker-process.ts'

type Answer<T extends FromWorker['type']> =
  { message: Extract<FromWorker, { type: T }>; lost: null } | { message: null; lost: string }

interface Asking {
  /** How long an answer may take; for ever where absent. */
  timeoutMs?: number
  /** Ends the question: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** What is said where the program ends instead. */
  ended?: string
  /** Everything else that it says meanwhile. */
  onMessage?: ((message: FromWorker) => void) | undefined
}

/**
 * Asks one thing of a worker of its own, which is ended afterwards: what is asked may end it. `lost` says why there is no
 * answer.
 */
export function askWorker<T extends FromWorker['type']>(
  spawn: SpawnWorker,
  question: ToWorker,
  wanted: T,
  { timeoutMs, signal, ended = 'Its driver ended the program', onMessage }: Asking,
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const worker = spawn()
    const over = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      worker.kill()
    }
    const stop = (): void => {
      over()
      reject(signal?.reason as Error)
    }
    const end = (answer: Answer<T>): void => {
      over()
      resolve(answer)
    }
    const lost = (reason: string): void => end({ message: null, lost: reason })
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => lost(`It did not answer within ${Math.round(timeoutMs / 1000)} s.`), timeoutMs)
    worker.onExit((reason) => lost(`${ended} (${reason.split('\n')[0] ?? ''}).`))
    worker.onMessage((message) => {
      const { data } = FromWorker.safeParse(message)
      if (data?.type === wanted) end({ message: data as Extract<FromWorker, { type: T }>, lost: null })
      else if (data !== undefined) onMessage?.(data)
    })
    signal?.addEventListener('abort', stop, { once: true })
    worker.send(question)
  })
}
