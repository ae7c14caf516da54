import type { SelfTest } from '../../../core/generation/self-test.ts'
import { FromWorker } from './protocol.ts'
import type { SpawnWorker } from './worker-process.ts'

/**
 * Runs a pack's self-test in a worker of its own, because a stranger's pack may end the process; that is a failure too.
 * Rejects with the signal's reason where it is stopped.
 */
export function runSelfTest(spawn: SpawnWorker, path: string, signal?: AbortSignal): Promise<SelfTest> {
  return new Promise((resolve, reject) => {
    const worker = spawn()
    const stop = (): void => {
      worker.kill()
      reject(signal?.reason as Error)
    }
    const end = (result: SelfTest): void => {
      signal?.removeEventListener('abort', stop)
      worker.kill()
      resolve(result)
    }
    worker.onExit((reason) => {
      const words = `It ended the program that ran it (${reason.split('\n')[0] ?? ''}).`
      end({ state: 'failed', worst: null, wrong: [words], at: Date.now() })
    })
    worker.onMessage((message) => {
      const parsed = FromWorker.safeParse(message)
      if (parsed.data?.type === 'tested') end(parsed.data.result)
    })
    signal?.addEventListener('abort', stop, { once: true })
    worker.send({ type: 'test', packPath: path })
  })
}
