import { CortadoError, errorCode } from '../../../core/errors.ts'
import type { DeviceId } from '../../../core/generation/device.ts'
import { selfTest } from '../devices/self-test.ts'
import { ort } from '../runtime/onnx.ts'
import { probeSession } from '../runtime/probe-session.ts'
import { generateTake } from './generate-take.ts'
import { PackSession } from './pack-session.ts'
import { openParentPort } from './port.ts'
import { ToWorker, type TakeProgress, type TakeResult } from './protocol.ts'
import { refineTake } from './refine-take.ts'
import { RefinerSession } from './refiner-session.ts'

/** The inference worker: one job at a time, ended by a message, by its parent going away, or by a kill. */
const port = openParentPort()
const session = new PackSession()
const refiners = new RefinerSession()
let running: { id: number; cancelled: boolean } | null = null

port.onClose(() => process.exit(0))
port.onMessage((message) => void receive(ToWorker.parse(message)))
port.send({ type: 'ready' })

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'generate':
      return work(message.id, async ({ onProgress, cancelled }) => {
        const { pack, pipeline } = await session.open(message.task)
        return generateTake(message.task, pack, pipeline, {
          onProgress,
          cancelled,
          onPreview: (preview) => port.send({ type: 'preview', id: message.id, preview }),
        })
      })
    case 'refine':
      return work(message.id, async (hooks) => {
        return refineTake(message.task, await refiners.open(message.task), hooks)
      })
    case 'cancel':
      if (running?.id === message.id) running.cancelled = true
      return
    case 'probe':
      return port.send({
        type: 'probed',
        reason: await probeSession(message.device),
        runtime: ort.env.versions.node ?? ort.env.versions.common,
      })
    case 'check':
      return check(message.packPath, message.device)
    case 'shutdown':
      await session.release()
      await refiners.release()
      process.exit(0)
  }
}

async function check(packPath: string, device: DeviceId): Promise<void> {
  try {
    const onStep = (done: number, total: number): void => port.send({ type: 'checking', done, total })
    port.send({ type: 'checked', finding: await selfTest(packPath, device, onStep), problem: null })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    port.send({ type: 'checked', finding: null, problem: { code: errorCode(error), message } })
  }
}

interface Hooks {
  onProgress: (progress: TakeProgress) => void
  /** Asked between any two model runs. */
  cancelled: () => boolean
}

/** Does one job and tells how it ended. */
async function work(id: number, run: (hooks: Hooks) => Promise<TakeResult>): Promise<void> {
  const job = { id, cancelled: false }
  try {
    if (running !== null) throw new CortadoError('JOB_STATE', 'The worker is busy. Wait until its job has ended.')
    running = job
    const result = await run({
      onProgress: (progress) => port.send({ type: 'progress', id, progress }),
      cancelled: () => job.cancelled,
    })
    port.send({ type: 'done', id, result })
  } catch (error) {
    if (errorCode(error) === 'INTERNAL') console.error(error)
    port.send({
      type: 'failed',
      id,
      code: errorCode(error),
      message: error instanceof Error ? error.message : String(error),
    })
  } finally {
    if (running === job) running = null
  }
}
