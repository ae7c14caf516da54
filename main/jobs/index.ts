/**
 * The durable queue of a project. Rows in the library are the truth; runners do the work and are given from outside.
 *
 * ```ts
 * const queue = createQueue({
 *   library,
 *   emit: (event) => bus.publish(event), // 'job' and 'preview' events
 *   runners: {
 *     generate: {
 *       places: (job) => ['cpu:0', 'cpu:1'], // it is given the first that is free
 *       async run(job, { signal, progress, preview, checkpointFolder, place }) {
 *         // signal.reason: 'cancel', 'pause' or 'close'; throw anything once it aborts
 *         progress({ fraction: 7 / 20, stage: 'step 7 of 20' }) // the ETA is measured
 *         const take = await library.takes.record({ job: job.id, ... }) // ends the job in the same transaction
 *         return { take: take.id, frames: take.frames }
 *       },
 *     },
 *     render: { places: () => ['render'], run: async (job, context) => ({ film: job.payload.out, frames: 96 }) },
 *   },
 * })
 * const job = queue.add({ kind: 'generate', shot, recipe })
 * const { state, error, result } = await queue.ended(job.id) // resolves for failed and cancelled jobs too
 * await queue.close() // before library.close(): jobs that run wait and go on at the next start
 * ```
 */
export { createQueue } from './queue.ts'
export type { Queue, QueueOptions } from './queue.ts'
export type { Again, JobContext, JobKind, JobOf, JobResult, Progress, Runner, Runners, StopReason } from './runner.ts'
