import { sequenceData } from '../../core/timeline/document.ts'
import type { SequenceDocument, SequenceStep } from '../../core/library/entities.ts'
import type { OpenSequence } from '../library/index.ts'
import type { EventBus } from './event-bus.ts'
import type { ProjectSession } from './project-session.ts'
import type { Studio } from './studio.ts'

/** The sequences of the open project; every change is told to all who listen. */
export function studioSequences(current: () => ProjectSession, bus: EventBus): Studio['sequence'] {
  const all = () => current().library.sequences
  const inTurn = turns()
  /** What was done before, and is only asked for again, everybody was told of then. */
  const tell = (step: SequenceStep, before: number): SequenceStep =>
    step.revision > before ? current().edited(step) : step
  const tellOf = (id: string, make: () => SequenceStep): Promise<SequenceStep> =>
    inTurn(id, () => {
      const { revision } = all().get(id)
      return tell(make(), revision)
    })
  return {
    list: () => all().list(),
    create({ name, rate, size }) {
      const like = all().get(current().library.project.sequence).sequence
      const made = all().create({ name, rate: rate ?? like.rate, size: size ?? like.size })
      bus.publish({ type: 'sequences' })
      return documentOf(made)
    },
    get: (id) => documentOf(all().get(id)),
    duplicate(id, name) {
      const { library } = current()
      const made = all().duplicate(id, name ?? `${all().get(id).sequence.name.slice(0, 395)} copy`)
      // A copy of what lies in the trash shows what may lie there too.
      if (library.entries.restoreUsed()) bus.publish({ type: 'library' })
      bus.publish({ type: 'sequences' })
      return documentOf(made)
    },
    edit: (id, request) =>
      inTurn(id, () => {
        const { revision } = all().get(id)
        const steps = all().edit(id, request)
        const own = steps.at(-1)
        if (own) tell(own, revision)
        // A nest makes another sequence, and a change of settings may rename this one.
        if (request.edits.some(({ name }) => name === 'nest' || name === 'changeSequence'))
          bus.publish({ type: 'sequences' })
        return steps
      }),
    undo: (id, request) => tellOf(id, () => all().undo(id, request)),
    redo: (id, request) => tellOf(id, () => all().redo(id, request)),
    history: (id, before, limit) => all().history(id, before, limit),
    async compact(id, wish) {
      const session = current()
      // What is let go of is told at once; what follows only makes the file smaller, beside edits.
      const letGo = (work: () => Promise<SequenceStep | null>): Promise<SequenceStep | null> =>
        inTurn(id, async () => {
          try {
            const step = await work()
            return step && session.edited(step)
          } finally {
            session.catchUp()
          }
        })
      return (await session.library.sequences.compact(id, wish, letGo)).report
    },
    jump: (id, step, request) =>
      inTurn(id, async () => {
        const session = current()
        try {
          const { revision } = all().get(id)
          return tell(await session.library.sequences.jump(id, step, request), revision)
        } finally {
          session.catchUp()
        }
      }),
  }
}

/** Has calls on one sequence take turns: an edit that comes while a far jump is under way is made after it. */
function turns(): <T>(id: string, work: () => T | Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (id, work) => {
    const mine = (last.get(id) ?? Promise.resolve()).then(work)
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    last.set(id, settled)
    void settled.then(() => last.get(id) === settled && last.delete(id))
    return mine
  }
}

function documentOf({ sequence, revision, undoLabel, redoLabel, undoMade }: OpenSequence): SequenceDocument {
  return { sequence: sequenceData(sequence), revision, undoLabel, redoLabel, undoMade }
}
