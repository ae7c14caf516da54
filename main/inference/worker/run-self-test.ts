import type { SelfTest } from '../../../core/generation/self-test.ts'
import { askWorker } from './ask-worker.ts'
import type { SpawnWorker } from './worker-process.ts'

/**
 * Runs a pack's self-test in a worker of its own, because a stranger's pack may end the process; that is a failure too.
 * Rejects with the signal's reason where it is stopped.
 */
export async function runSelfTest(spawn: SpawnWorker, path: string, signal?: AbortSignal): Promise<SelfTest> {
  const asking = { signal, ended: 'It ended the program that ran it' }
  const { message, lost } = await askWorker(spawn, { type: 'test', packPath: path }, 'tested', asking)
  return message?.result ?? { state: 'failed', worst: null, wrong: [lost ?? ''], at: Date.now() }
}
