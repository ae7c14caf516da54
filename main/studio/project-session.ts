import type { SequenceDocument, Shot } from '../../core/library/entities.ts'
import type { Inference } from '../inference/index.ts'
import { createQueue } from '../jobs/index.ts'
import type { Queue } from '../jobs/index.ts'
import { openLibrary } from '../library/index.ts'
import type { Library } from '../library/index.ts'
import type { EventBus } from './event-bus.ts'
import { generateRunner } from './generate-runner.ts'
import { refineRunner } from './refine-runner.ts'
import { renderRunner } from './render-runner.ts'

/** The services of one open project. */
export interface ProjectSession {
  library: Library
  queue: Queue
  /** Tells every listener of a changed shot. */
  changed(shot: Shot): Shot
  /** Tells every listener of an edited sequence. */
  edited(document: SequenceDocument): SequenceDocument
  close(): Promise<void>
}

interface SessionOptions {
  create: { name: string; sample: boolean } | undefined
  inference: Inference
  bus: EventBus
  runJobs: boolean
}

/** Opens (or makes) the project in a folder and starts its queue. Throws what `openLibrary` throws. */
export async function openProjectSession(path: string, options: SessionOptions): Promise<ProjectSession> {
  const { create, inference, bus, runJobs } = options
  const library = await openLibrary(path, create ? { create } : {})
  const changed = (shot: Shot): Shot => {
    bus.publish({ type: 'shot', shot })
    return shot
  }
  const queue = createQueue({
    library,
    emit: (event) => bus.publish(event),
    paused: !runJobs,
    runners: {
      generate: generateRunner(library, inference, (shot) => changed(library.shots.get(shot))),
      refine: refineRunner(library, inference, (shot) => changed(library.shots.get(shot))),
      render: renderRunner(library),
    },
  })
  return {
    library,
    queue,
    changed,
    edited(document) {
      bus.publish({ type: 'sequence', sequence: document.sequence.id, revision: document.revision })
      return document
    },
    async close() {
      await queue.close()
      library.close()
    },
  }
}
