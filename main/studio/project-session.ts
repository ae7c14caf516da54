import type { SequenceStep, Shot, Take } from '../../core/library/entities.ts'
import type { Inference } from '../inference/index.ts'
import { createQueue } from '../jobs/index.ts'
import type { Queue } from '../jobs/index.ts'
import { openLibrary } from '../library/index.ts'
import type { Library } from '../library/index.ts'
import { createTakeReviews } from '../review/index.ts'
import type { TakeReviews } from '../review/index.ts'
import type { EventBus } from './event-bus.ts'
import { carryOut } from './follow-up.ts'
import { generateRunner } from './generate-runner.ts'
import { refineRunner } from './refine-runner.ts'
import { refuseForeignRenders } from './foreign-renders.ts'
import { renderRunner } from './render-runner.ts'

/** The services of one open project. */
export interface ProjectSession {
  library: Library
  queue: Queue
  reviews: TakeReviews
  /** Tells every listener of a changed shot. */
  changed(shot: Shot): Shot
  /** Tells every listener of an edited sequence. */
  edited(step: SequenceStep): SequenceStep
  /** Work on the library that takes a while: closing stops it and waits for it. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  close(): Promise<void>
}

interface SessionOptions {
  create: { name: string; sample: boolean } | undefined
  inference: Inference
  bus: EventBus
  runJobs: boolean
  /** Whether this user has opened the project here before, or makes it now. */
  known: boolean
}

/** Opens (or makes) the project in a folder and starts its queue. Throws what `openLibrary` throws. */
export async function openProjectSession(path: string, options: SessionOptions): Promise<ProjectSession> {
  const { create, inference, bus, runJobs, known } = options
  const closing = new AbortController()
  const under = new Set<Promise<void>>()
  const library = await openLibrary(path, create ? { create } : {})
  if (!known) refuseForeignRenders(library)
  const changed = (shot: Shot): Shot => {
    bus.publish({ type: 'shot', shot })
    return shot
  }
  const reviews = createTakeReviews(library, (take) => void changed(library.shots.get(take.shot)))
  const edited = (step: SequenceStep): SequenceStep => {
    if (library.entries.restoreUsed()) bus.publish({ type: 'library' })
    bus.publish({ type: 'sequence', ...step })
    return step
  }
  const followUp = (job: string): void => {
    const done = carryOut(library, job)
    if (done === null) return
    changed(library.shots.get(done.take.shot))
    if (done.step) edited(done.step)
  }
  const made = (take: Take, job: string): void => {
    changed(library.shots.get(take.shot))
    reviews.request(take.id)
    followUp(job)
  }
  // Takes that were finished when the program ended, before the film was told.
  if (runJobs) for (const job of library.jobs.due()) followUp(job)
  const queue = createQueue({
    library,
    emit: (event) => bus.publish(event),
    paused: !runJobs,
    runners: {
      generate: generateRunner(library, inference, made),
      refine: refineRunner(library, inference, made),
      render: renderRunner(library),
    },
  })
  // What an earlier run left unmeasured, because it ended first or measured in another way.
  if (runJobs) for (const take of library.takes.list()) if (take.review === null) reviews.request(take.id)
  return {
    library,
    queue,
    reviews,
    changed,
    edited,
    during(work) {
      const running = work(closing.signal)
      const settled = running.then(
        () => undefined,
        () => undefined,
      )
      under.add(settled)
      void settled.then(() => under.delete(settled))
      return running
    },
    async close() {
      closing.abort()
      await Promise.all(under)
      await queue.close()
      await reviews.close()
      library.close()
    },
  }
}
