import { FromWorker, type ToWorker } from '../worker/protocol.ts'
import type { SpawnWorker } from '../worker/worker-process.ts'

type Answer<T extends FromWorker['type']> =
  { message: Extract<FromWorker, { type: T }>; lost: null } | { message: null; lost: string }

/**
 * Asks one thing of a worker of its own, which is ended afterwards: what is asked may end it. `lost` says why there is no
 * answer.
 */
export function askWorker<T extends FromWorker['type']>(
  spawn: SpawnWorker,
  question: ToWorker,
  wanted: T,
  timeoutMs: number,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const worker = spawn()
    const end = (answer: Answer<T>): void => {
      clearTimeout(timer)
      worker.kill()
      resolve(answer)
    }
    const lost = (reason: string): void => end({ message: null, lost: reason })
    const timer = setTimeout(() => lost(`It did not answer within ${Math.round(timeoutMs / 1000)} s.`), timeoutMs)
    worker.onExit((reason) => lost(`Its driver ended the program (${reason.split('\n')[0] ?? ''}).`))
    worker.onMessage((message) => {
      const { data } = FromWorker.safeParse(message)
      if (data?.type === wanted) end({ message: data as Extract<FromWorker, { type: T }>, lost: null })
    })
    worker.send(question)
  })
}
