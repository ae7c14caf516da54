import { z } from 'zod'

import type { Sequence } from '../../core/timeline/sequence.ts'
import { convertFrames, frame } from '../../core/timeline/time.ts'
import type { Shot, Take } from '../../core/library/entities.ts'
import { findTake, newId, pickTake, selectClip, sequenceStore, studioStore, toast } from '../store/index.ts'
import { tryEdit } from '../timeline/edits.ts'
import { currentClip } from '../timeline/ghost.ts'

/** What is to become of the film when a job is done. */
const FollowUp = z.object({
  project: z.string(),
  /** The sequence that was in front; the project's own one where none is named. */
  sequence: z.string().optional(),
  job: z.string(),
  goal: z.discriminatedUnion('kind', [
    /** Clips of its shot show the take. */
    z.object({ kind: z.literal('show') }),
    /** So they do, and this clip reaches to the take's new end. */
    z.object({ kind: z.literal('lengthen'), clip: z.string() }),
    /** The frames that a bridge made are laid into a gap. */
    z.object({ kind: z.literal('fill'), track: z.string(), start: z.number(), length: z.number() }),
  ]),
})
export type FollowUp = z.infer<typeof FollowUp>

const NAME = 'cortado.after'

/** Kept by the browser, so that a reload of the window loses none. */
function read(): FollowUp[] {
  try {
    return z.array(FollowUp).parse(JSON.parse(localStorage.getItem(NAME) ?? '[]'))
  } catch (error) {
    console.warn('What was to become of finished takes cannot be read.', error)
    return []
  }
}

function write(list: readonly FollowUp[]): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(list))
  } catch (error) {
    console.warn('What is to become of the take cannot be kept.', error)
  }
}

export function addFollowUp(next: FollowUp): void {
  const sequence = sequenceStore.getState().shown?.id
  write([...read(), { ...next, ...(sequence !== undefined && { sequence }) }])
}

/** Does what is to be done for jobs that are over. Returns the way to stop listening. */
export function runFollowUps(): () => void {
  const look = (): void => {
    const { project, jobs, shots } = studioStore.getState()
    const { shown } = sequenceStore.getState()
    if (project === null || !shown) return
    // What belongs to a sequence that is not in front waits until it is.
    const inFront = ({ goal, sequence = project.sequence }: FollowUp): boolean =>
      goal.kind === 'show' || sequence === shown.id
    const here = read().filter((one) => one.project === project.id && inFront(one))
    for (const due of here) {
      const job = jobs.find(({ id }) => id === due.job)
      const found = findTake(shots, job?.result?.take ?? null)
      if (job?.state !== 'cancelled' && !(job?.state === 'done' && found)) continue
      // Taken off the list first: what follows changes the stores that this listens to.
      write(read().filter((one) => one.job !== due.job))
      if (found && job.state === 'done') carryOut(due, found.take, found.shot)
    }
  }
  const stops = [
    studioStore.subscribe((now, before) => {
      if (now.jobs !== before.jobs || now.shots !== before.shots) look()
    }),
    sequenceStore.subscribe((now, before) => {
      if (now.shown?.id !== before.shown?.id) look()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function carryOut({ goal }: FollowUp, take: Take, shot: Shot): void {
  const { shown } = sequenceStore.getState()
  if (!shown) return
  switch (goal.kind) {
    case 'show':
      void pickTake(take)
      return
    case 'lengthen':
      void pickTake(take)
      lengthenTo(shown, goal.clip, take)
      return
    case 'fill':
      fill(shown, goal, take, shot)
  }
}

/** Moves the end of a clip to the end of its shot's longer take, or as far as the next clip lets it. */
export function lengthenTo(shown: Sequence, id: string, take: Take): void {
  const now = currentClip(shown, id)
  if (!now) {
    toast(`The clip that was extended is gone; take ${take.number} is in its shot.`)
    return
  }
  const { clip, track } = now
  const next = track.items.after(clip)
  const available = convertFrames(take.frames, take.rate, shown.rate)
  const length = Math.min(available - clip.offset, next ? next.start - clip.start : Infinity)
  tryEdit({ name: 'lengthen', args: { clip: clip.id, available, length: frame(length) } })
}

/** Lays what a bridge made into the gap that it was made for. */
function fill(shown: Sequence, gap: { track: string; start: number; length: number }, take: Take, shot: Shot): void {
  const made = take.recipe.given?.make[0] ?? { from: 0, to: take.frames }
  const frames = (count: number): number => convertFrames(count, take.rate, shown.rate)
  const clip = {
    id: newId(),
    name: shot.name.slice(0, 400),
    source: { kind: 'shot' as const, shot: shot.id },
    start: frame(gap.start),
    length: frame(Math.min(gap.length, frames(made.to - made.from))),
    offset: frame(frames(made.from)),
    available: frame(frames(take.frames)),
  }
  if (tryEdit({ name: 'overwrite', args: { track: gap.track, clip, splitId: newId() } })) selectClip(clip.id)
}
