import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SequenceStep } from '../../../core/library/entities.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import { openLibrary } from '../../../main/library/index.ts'
import { createEventBus } from '../../../main/studio/event-bus.ts'
import type { ProjectSession } from '../../../main/studio/project-session.ts'
import { studioSequences } from '../../../main/studio/studio-sequences.ts'
import { makeLargeLibrary } from '../../support/large-library.ts'
import { temporaryFolder } from '../library/sample.ts'

test('changes of a sequence wait for a far jump of it, and are told in the order in which they were made', async () => {
  const folder = join(await temporaryFolder(), 'Large.cortado')
  await makeLargeLibrary(folder, { clips: 40, edits: 2000 })
  const library = await openLibrary(folder)
  onTestFinished(() => library.close())
  const told: SequenceStep[] = []
  let caughtUp = 0
  const session: Pick<ProjectSession, 'library' | 'edited' | 'catchUp'> = {
    library,
    edited(step) {
      told.push(step)
      return step
    },
    catchUp() {
      caughtUp += 1
    },
  }
  const sequences = studioSequences(() => session as ProjectSession, createEventBus())
  const id = library.project.sequence
  const { revision } = sequences.get(id)
  const points = sequences.history(id, null, 3000)
  const edits: Edit[] = [{ name: 'changeSequence', args: { name: 'Film' } }]

  const jump = sequences.jump(id, points.at(-1)?.step ?? 0)
  const stale = sequences.edit(id, { revision, edits: [{ name: 'rippleDelete', args: { clip: 'no-such-clip' } }] })
  const redo = sequences.redo(id)
  const edit = sequences.edit(id, { revision: revision + 2, edits })
  const letGo = sequences.compact(id, { keepUndo: 1, dropBranches: true })
  const undo = sequences.undo(id)
  await expect(stale).rejects.toMatchObject({ code: /^(STALE_REVISION|EDIT_REFUSED)$/ })
  await Promise.all([jump, redo, edit, undo])
  expect(await letGo).toMatchObject({ points: { before: 2002, after: 2 } })
  expect(told.map(({ from, revision: to, undoLabel }) => [from - revision, to - revision, undoLabel])).toEqual([
    [0, 1, null],
    [1, 2, 'Add to the end'],
    [2, 3, 'Sequence settings'],
    [3, 4, 'Sequence settings'],
    [4, 5, null],
  ])
  expect(caughtUp).toBe(2)
})
