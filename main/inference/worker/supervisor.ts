import { setTimeout as wait } from 'node:timers/promises'
import type { Preview, StudioEvent } from '../../../core/contract/events.ts'
import { CortadoError } from '../../../core/errors.ts'
import type { DeviceId } from '../../../core/generation/device.ts'
import { Backoff } from './backoff.ts'
import { FromWorker, type AssistTask, type TakeProgress, type TakeResult, type ToWorker } from './protocol.ts'
import type { SharedWindow } from './shared-window.ts'
import type { WindowPool } from './window-pool.ts'
import type { SpawnWorker, WorkerProcess } from './worker-process.ts'

type Numberless<T> = T extends { id: number } ? Omit<T, 'id'> : never
/** What a worker is asked to do. */
export type WorkerTask = Numberless<Extract<ToWorker, { type: 'generate' | 'refine' }>>

type WorkerState = Extract<StudioEvent, { type: 'worker' }>['state']

export interface GenerateHooks {
  onProgress?: ((progress: TakeProgress) => void) | undefined
  onPreview?: ((preview: Preview) => void) | undefined
  /** Stops the job after its step; its checkpoint stays, so it can go on later. */
  signal?: AbortSignal | undefined
  /** Who gives out the windows of a take that is shared. */
  pool?: WindowPool | undefined
}

export interface SupervisorOptions {
  spawn: SpawnWorker
  /** An idle worker is ended after this long, which gives its memory back. */
  idleMs: number
  /** A cancelled worker that does not stop by itself is killed after this long. */
  graceMs: number
  onState: (state: WorkerState, restarts: number) => void
}

/** How long a cancelled worker may go on before it is killed. */
const CANCEL_MS = 100

interface RunningJob {
  id: number
  hooks: GenerateHooks
  resolve: (end: End) => void
  reject: (error: CortadoError) => void
}

/** The last message of a job that went well. */
type End = Extract<FromWorker, { type: 'done' | 'predicted' }>

/** The one worker of a device: started on demand, released when idle, started again after a crash. */
export class Supervisor {
  readonly device: DeviceId
  readonly #options: SupervisorOptions
  readonly #backoff = new Backoff()
  #worker: WorkerProcess | null = null
  #job: RunningJob | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | null = null
  #ids = 0
  /** Jobs that run or wait. */
  #jobs = 0
  #restarts = 0
  #crashed = false
  #closed = false

  constructor(device: DeviceId, options: SupervisorOptions) {
    this.device = device
    this.#options = options
  }

  get restarts(): number {
    return this.#restarts
  }

  /** The worker's process id while there is one. */
  get pid(): number | undefined {
    return this.#worker?.pid
  }

  /** Runs tasks one after another. Rejects with `WORKER_LOST`, `CANCELLED`, or what the worker reports. */
  async run(task: WorkerTask, hooks: GenerateHooks): Promise<TakeResult> {
    this.#jobs++
    try {
      return (await this.#inTurn(task, hooks, 'done')).result
    } finally {
      this.#jobs--
    }
  }

  /** Whether there is no job that runs or waits. */
  get idle(): boolean {
    return this.#jobs === 0 && !this.#closed
  }

  /**
   * Predicts one window of a take that another worker makes; a job that comes meanwhile waits for that long, and no longer
   * than the grace time once the signal says that it is not needed any more. Rejects with `JOB_STATE` where there is a job,
   * and with what the worker reports.
   */
  async assist(task: AssistTask, window: SharedWindow, signal: AbortSignal): Promise<Float32Array> {
    if (!this.idle) throw new CortadoError('JOB_STATE', 'The worker has a job of its own. Ask it later.')
    return (await this.#inTurn({ type: 'assist', task, window }, { signal }, 'predicted')).prediction
  }

  /** Asks the worker once it has ended what it was asked before. */
  async #inTurn<T extends End['type']>(
    task: Numberless<Extract<ToWorker, { task: unknown }>>,
    hooks: GenerateHooks,
    wanted: T,
  ): Promise<Extract<End, { type: T }>> {
    const result = this.#queue.then(() => this.#run(task, hooks))
    this.#queue = result.catch(() => undefined)
    const end = await result
    if (end.type !== wanted) throw new CortadoError('INTERNAL', 'The worker answered something else. Try again.')
    return end as Extract<End, { type: T }>
  }

  /** Ends the worker once it is idle, so that the next task starts with a fresh one. */
  renew(): Promise<void> {
    const renewed = this.#queue.then(() => this.#release())
    this.#queue = renewed
    return renewed
  }

  /** Stops the running job after its step and ends the worker. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#job !== null) this.#cancel(this.#job)
    await this.#queue
    await this.#release()
  }

  async #run(task: Numberless<Extract<ToWorker, { task: unknown }>>, hooks: GenerateHooks): Promise<End> {
    this.#stopIdleTimer()
    await this.#waitBeforeStart(hooks.signal)
    if (this.#closed || hooks.signal?.aborted) throw cancelledError()
    const worker = this.#worker ?? this.#start()
    const id = ++this.#ids
    let stop: () => void = () => undefined
    try {
      return await new Promise<End>((resolve, reject) => {
        const job = { id, hooks, resolve, reject }
        this.#job = job
        stop = () => this.#cancel(job)
        hooks.signal?.addEventListener('abort', stop)
        worker.send({ ...task, id })
      })
    } finally {
      hooks.signal?.removeEventListener('abort', stop)
      this.#job = null
      this.#startIdleTimer()
    }
  }

  async #waitBeforeStart(signal: AbortSignal | undefined): Promise<void> {
    const delay = this.#worker === null ? this.#backoff.delayMs() : 0
    if (delay === 0) return
    try {
      await wait(delay, undefined, { signal })
    } catch (cause) {
      throw new CortadoError('CANCELLED', 'The job was stopped before its worker had started.', { cause })
    }
  }

  #start(): WorkerProcess {
    if (this.#crashed) this.#restarts++
    this.#crashed = false
    this.#options.onState('starting', this.#restarts)
    const worker = this.#options.spawn()
    this.#worker = worker
    worker.onMessage((message) => {
      const parsed = FromWorker.safeParse(message)
      // A worker that does not speak the protocol is as good as lost.
      if (parsed.success) this.#receive(parsed.data)
      else worker.kill()
    })
    worker.onExit((reason) => this.#exited(worker, reason))
    return worker
  }

  #receive(message: FromWorker): void {
    if (message.type === 'ready') this.#options.onState('ready', this.#restarts)
    const job = this.#job
    if (job === null || !('id' in message) || message.id !== job.id) return
    switch (message.type) {
      case 'progress':
        // A step that was finished shows that the worker lives, however its last one ended.
        if (message.progress.step > 0) this.#backoff.succeeded()
        job.hooks.onProgress?.(message.progress)
        return
      case 'preview':
        job.hooks.onPreview?.(message.preview)
        return
      case 'share':
      case 'claim':
        job.hooks.pool?.receive(message, (answer) => {
          if (this.#job === job) this.#worker?.send({ ...answer, id: job.id })
        })
        return
      case 'done':
      case 'predicted':
        this.#backoff.succeeded()
        job.resolve(message)
        return
      case 'failed':
        this.#backoff.succeeded()
        job.reject(new CortadoError(message.code, message.message))
    }
  }

  #exited(worker: WorkerProcess, reason: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#stopIdleTimer()
    const job = this.#job
    if (job === null) return this.#options.onState('stopped', this.#restarts)
    if (job.hooks.signal?.aborted || this.#closed) {
      this.#options.onState('stopped', this.#restarts)
      return job.reject(cancelledError())
    }
    this.#crashed = true
    this.#backoff.failed()
    this.#options.onState('lost', this.#restarts)
    job.reject(
      new CortadoError(
        'WORKER_LOST',
        `The program that generates on "${this.device}" ended unexpectedly. The job goes on from its last step when it is tried again.`,
        { cause: new Error(reason) },
      ),
    )
  }

  /**
   * Asks first; kills a worker that is still in the same model run after the grace time. Where the signal's reason is
   * `cancel`, nothing of the job is wanted any more, and the grace is short.
   */
  #cancel(job: RunningJob): void {
    if (this.#job !== job) return
    const worker = this.#worker
    worker?.send({ type: 'cancel', id: job.id })
    const timer = setTimeout(
      () => {
        if (this.#job === job) worker?.kill()
      },
      job.hooks.signal?.reason === 'cancel' ? CANCEL_MS : this.#options.graceMs,
    )
    timer.unref()
  }

  #startIdleTimer(): void {
    this.#stopIdleTimer()
    if (this.#worker === null) return
    this.#idle = setTimeout(() => void this.#release(), this.#options.idleMs)
    this.#idle.unref()
  }

  #stopIdleTimer(): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
  }

  /** Ends an idle worker in order, or by force after the grace time. */
  async #release(): Promise<void> {
    this.#stopIdleTimer()
    const worker = this.#worker
    if (worker === null) return
    this.#worker = null
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => worker.kill(), this.#options.graceMs)
      worker.onExit(() => {
        clearTimeout(timer)
        resolve()
      })
      worker.send({ type: 'shutdown' })
    })
    this.#options.onState('stopped', this.#restarts)
  }
}

function cancelledError(): CortadoError {
  return new CortadoError('CANCELLED', 'The job was stopped. Resume it to go on from its last step.')
}
