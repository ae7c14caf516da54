import type { Trial } from '../../core/generation/job.ts'
import type { AnyPackFolder, Inference } from '../inference/index.ts'
import type { JobContext } from '../jobs/index.ts'

type Context = Pick<JobContext, 'signal' | 'progress' | 'place'>

/** Where the job goes after its trial; with another trial where one more device is to be tried. */
export interface Tried {
  choice: Awaited<ReturnType<Inference['choose']>>
  trial: Trial | undefined
}

/** Where a trial may run: on the device that is tried, which nothing else is to slow down meanwhile. */
export function trialPlaces({ devices }: Trial): readonly string[] {
  return devices.slice(0, 1)
}

/**
 * Runs the self-test of packs on the place of a job, unless that was done since, and chooses anew. Throws what
 * `Inference.choose` throws, what reading a pack throws, and the signal's reason.
 */
export async function tryDevice(
  inference: Inference,
  packs: readonly AnyPackFolder[],
  { wish }: Trial,
  { signal, progress, place }: Context,
): Promise<Tried> {
  const stage = 'checking the device'
  progress({ fraction: 0, stage })
  let choice = await inference.choose(packs, wish)
  if (choice.untried.includes(place)) {
    await inference.checks.try(packs, place, {
      signal,
      onStep: (done, total) => progress({ fraction: 0, stage: `${stage}, step ${done} of ${total}` }),
    })
    choice = await inference.choose(packs, wish)
  }
  return { choice, trial: trialOf(choice.untried, wish) }
}

/** What a job has to try before its device is certain; undefined where it is. */
export function trialOf(untried: Tried['choice']['untried'], wish: Trial['wish']): Trial | undefined {
  return untried.length === 0 ? undefined : { ...(wish === undefined ? {} : { wish }), devices: [...untried] }
}
