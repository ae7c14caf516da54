import { CortadoError, errorCode } from '../../../core/errors.ts'
import type { DeviceId } from '../../../core/generation/device.ts'
import { selfTest } from '../devices/self-test.ts'
import { ort } from '../runtime/onnx.ts'
import { probeSession } from '../runtime/probe-session.ts'
import { generateTake } from './generate-take.ts'
import { PackSession } from './pack-session.ts'
import { openParentPort } from './port.ts'
import { ToWorker, type TakeProgress } from './protocol.ts'
import { refineTake } from './refine-take.ts'
import { predictShared } from './predict-shared.ts'
import { RefinerSession } from './refiner-session.ts'
import { WindowLead } from './window-lead.ts'

/** The inference worker: one job at a time, ended by a message, by its parent going away, or by a kill. */
const port = openParentPort()
const session = new PackSession()
const refiners = new RefinerSession()
let running: { id: number; cancelled: boolean; lead: WindowLead } | null = null

port.onClose(() => process.exit(0))
port.onMessage((message) => void receive(ToWorker.parse(message)))
port.send({ type: 'ready' })

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'generate':
      return work(message.id, async ({ onProgress, cancelled, lead }) => {
        const { pack, pipeline } = await session.open(message.task)
        const result = await generateTake(message.task, pack, pipeline, {
          onProgress,
          cancelled,
          onPreview: (preview) => port.send({ type: 'preview', id: message.id, preview }),
          lead: message.task.shared === true ? lead : undefined,
        })
        port.send({ type: 'done', id: message.id, result })
      })
    case 'refine':
      return work(message.id, async (hooks) => {
        const result = await refineTake(message.task, await refiners.open(message.task), hooks)
        port.send({ type: 'done', id: message.id, result })
      })
    case 'assist':
      return work(message.id, async () => {
        const prediction = await predictShared((await session.open(message.task)).pipeline, message.window)
        port.send({ type: 'predicted', id: message.id, prediction })
      })
    case 'claimed':
    case 'brought':
      if (running?.id === message.id) running.lead.receive(message)
      return
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
  lead: WindowLead
}

/** Does one job, which tells what came of it; where nothing did, that is told. */
async function work(id: number, run: (hooks: Hooks) => Promise<void>): Promise<void> {
  const job = { id, cancelled: false, lead: new WindowLead(id, (message) => port.send(message)) }
  try {
    if (running !== null) throw new CortadoError('JOB_STATE', 'The worker is busy. Wait until its job has ended.')
    running = job
    await run({
      onProgress: (progress) => port.send({ type: 'progress', id, progress }),
      cancelled: () => job.cancelled,
      lead: job.lead,
    })
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
