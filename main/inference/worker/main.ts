import { CortadoError, errorCode } from '../../../core/errors.ts'
import { probeSession } from '../runtime/probe-session.ts'
import { generateTake } from './generate-take.ts'
import { PackSession } from './pack-session.ts'
import { openParentPort } from './port.ts'
import { ToWorker, type GenerateTask } from './protocol.ts'

/** The inference worker: one job at a time, ended by a message, by its parent going away, or by a kill. */
const port = openParentPort()
const session = new PackSession()
let running: { id: number; cancelled: boolean } | null = null

port.onClose(() => process.exit(0))
port.onMessage((message) => void receive(ToWorker.parse(message)))
port.send({ type: 'ready' })

async function receive(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'generate':
      return generate(message.id, message.task)
    case 'cancel':
      if (running?.id === message.id) running.cancelled = true
      return
    case 'probe':
      return port.send({ type: 'probed', provider: message.provider, reason: await probeSession(message.provider) })
    case 'shutdown':
      await session.release()
      process.exit(0)
  }
}

async function generate(id: number, task: GenerateTask): Promise<void> {
  const job = { id, cancelled: false }
  try {
    if (running !== null) throw new CortadoError('JOB_STATE', 'The worker is busy. Wait until its job has ended.')
    running = job
    const { pack, pipeline } = await session.open(task)
    const result = await generateTake(task, pack, pipeline, {
      onProgress: (progress) => port.send({ type: 'progress', id, progress }),
      onPreview: (preview) => port.send({ type: 'preview', id, preview }),
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
