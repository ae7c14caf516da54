import { CortadoError } from '../../core/errors.ts'
import { checkGoal, resolveGoal } from '../../core/generation/follow-up.ts'
import type { FilmGoal, FollowUp } from '../../core/generation/follow-up.ts'
import type { SequenceStep, Take } from '../../core/library/entities.ts'
import { newId } from '../library/index.ts'
import type { Library } from '../library/index.ts'

/** A goal as it is kept with a job. Throws `EDIT_REFUSED` where the film lacks the clip or the track that it names. */
export function filmOf({ project, sequences }: Library, goal: FilmGoal): FollowUp {
  const sequence = (goal.kind === 'show' ? undefined : goal.sequence) ?? project.sequence
  checkGoal(goal, sequences.get(sequence).sequence)
  return { sequence, goal, state: 'due', note: null }
}

/** What could not be stored now is done later, at the latest when the project is opened again; anything else will not be possible then either. */
const LATER: ReadonlySet<string> = new Set(['DISK_FULL', 'PROJECT_READ_ONLY', 'PROJECT_IN_USE', 'SEQUENCE_BUSY'])

/**
 * Does to the film what was asked for with a job whose take is there, as an edit that can be undone. The edit and the
 * note that it was made are one transaction, so that it is made once, whenever the program ends. A film that has changed
 * meanwhile stays as it is: the job says why. Null where there is nothing to do.
 */
export function carryOut(library: Library, job: string): { take: Take; step: SequenceStep | null } | null {
  const { followUp: due, state, result } = library.jobs.get(job)
  if (due?.state !== 'due' || state !== 'done' || result?.take === undefined) return null
  const take = library.takes.get(result.take)
  const settle = (state: FollowUp['state'], note: string | null): void => {
    if (due.goal.kind !== 'fill') library.shots.pick(take.shot, take.id)
    library.jobs.update(job, { followUp: { ...due, state, note } })
  }
  try {
    const { sequence, revision } = library.sequences.get(due.sequence)
    const { name } = library.shots.get(take.shot)
    const { edit, note } = resolveGoal(due.goal, sequence, take, { name, newId })
    if (edit !== null) {
      const also = (): void => settle('done', note)
      return {
        take,
        step:
          library.sequences.edit(sequence.id, { revision, edits: [edit], by: 'a finished job', also }).at(-1) ?? null,
      }
    }
    settle('done', note)
  } catch (error) {
    if (!(error instanceof CortadoError)) throw error
    if (LATER.has(error.code)) return null
    settle('refused', `Take ${take.number} is in its shot, and the film is as it was. ${error.message}`)
  }
  return { take, step: null }
}
