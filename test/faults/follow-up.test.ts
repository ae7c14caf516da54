import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId, openLibrary } from '../../main/library/index.ts'
import { filmOf } from '../../main/studio/follow-up.ts'
import { startStudio, temporaryHome, waitForJob } from '../e2e/support/running-studio.ts'
import type { RunningStudio } from '../e2e/support/running-studio.ts'
import { clip, recipe, recordTake, trackOf } from '../unit/library/sample.ts'

async function filmOn({ client }: RunningStudio): Promise<{ revision: number; shapes: number[][] }> {
  const { project } = await client.project.current()
  const { revision, sequence } = await client.sequence.get({ id: project?.sequence ?? '' })
  const clips = sequence.tracks.flatMap(({ items }) => items)
  return { revision, shapes: clips.map(({ start, length }) => [start, length]) }
}

test('the film is told of a finished take with no window open, and once where the studio was killed before', async () => {
  const home = await temporaryHome()
  const path = join(home.path, 'projects', 'Kite.cortado')
  let studio: RunningStudio | undefined
  try {
    // As a kill between the take and the film leaves it: the job is done, and its follow-up is not.
    const library = await openLibrary(path, { create: { name: 'Kite' } })
    const shot = library.shots.create({ prompt: 'a red kite' }).id
    const one = clip(shot, 0, 24)
    const edit = { name: 'overwrite', args: { track: trackOf(library), clip: one, splitId: newId() } } as const
    library.sequences.edit(library.project.sequence, { revision: 0, edits: [edit] })
    const { revision } = library.sequences.get(library.project.sequence)
    const goal = { kind: 'lengthen', clip: one.id } as const
    const job = library.jobs.add({ kind: 'generate', shot, recipe: recipe() }, filmOf(library, goal)).id
    await recordTake(library, shot, { job })
    library.close()

    for (const how of ['kill', 'stop'] as const) {
      studio = await startStudio(home.path)
      await studio.client.project.open({ path })
      expect(await filmOn(studio), how).toEqual({ revision: revision + 1, shapes: [[0, 48]] })
      await studio[how]()
    }

    studio = await startStudio(home.path)
    const { client } = studio
    await client.project.open({ path })
    const first = await client.generation.start({ prompt: 'a red ball bounces in a field by day', steps: 1, shot })
    const { result } = await waitForJob(studio, first.jobs[0]?.id ?? '')
    const film = { kind: 'lengthen', clip: one.id } as const
    const change = { operation: 'extend', take: result?.take ?? '', frames: 8 } as const
    const { jobs } = await client.generation.start({ change, steps: 1, film })
    const longer = await waitForJob(studio, jobs[0]?.id ?? '')
    expect(longer.followUp).toMatchObject({ state: 'done', note: null })
    expect((await filmOn(studio)).shapes).toEqual([[0, 72]])
    expect((await client.library.shots()).shots[0]?.picked).toBe(longer.result?.take)
  } finally {
    await studio?.kill()
    await home.remove()
  }
}, 300_000)
