import { makeEdit } from '../../../core/timeline/edit.ts'
import { sequenceLength } from '../../../core/timeline/queries.ts'
import { clipsOf, EDIT_NAMES, toEdit } from '../../unit/timeline/scripts.ts'
import { film, p95, randoms } from './films.ts'

/** Edits that touch every clip of what they change, however large: they are left out of a figure of those that do not. */
const TOUCH_ALL = new Set<string>(['removeTrack'])

export interface EditTimes {
  clips: number
  /** 95th percentile over all edit functions, milliseconds. */
  p95: number
  /** The same for each of them. */
  byName: Map<string, number>
}

/** Times every edit function on a film of so many clips, each time on the same film and at another place of it. */
export function timeEdits(clips: number, rounds: number): EditTimes {
  const state = film(clips)
  // Once, so that the clips that an edit does not touch are as cold as they are for a person at work, and no colder.
  const all = clipsOf(state)
  const length = sequenceLength(state)
  const random = randoms(clips + 1)
  const byName = new Map<string, number[]>()
  let index = 0
  for (const name of EDIT_NAMES) {
    if (TOUCH_ALL.has(name)) continue
    const times: number[] = []
    // Many choices make no sense where they fall; what is refused is not timed.
    for (let tries = 0; times.length < rounds && tries < rounds * 30; tries += 1) {
      index += 1
      const choice = {
        name,
        which: random(),
        other: random(),
        at: random() % length,
        length: 1 + (random() % 60),
        delta: (random() % 21) - 10,
        flag: random() % 2 === 0,
      }
      const edit = toEdit(state, choice, index, all)
      const started = performance.now()
      try {
        makeEdit(state, edit)
      } catch {
        continue
      }
      times.push(performance.now() - started)
    }
    if (times.length > 0) byName.set(name, times)
  }
  return {
    clips,
    p95: p95([...byName.values()].flat()),
    byName: new Map([...byName].map(([name, times]) => [name, p95(times)])),
  }
}
