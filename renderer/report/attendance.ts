import { client, toTrouble } from '../api/index.ts'
import { studioStore, toastTrouble, uiStore } from '../store/index.ts'
import { AWAY_MS, reportIfAway } from './report-store.ts'

const TELL_EVERY_MS = 60_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/**
 * Tells the studio that somebody is here, so that it knows what happened while nobody was, and shows that when somebody
 * comes: as a project opens, or at the first sign of a person after a long while.
 */
export function watchAttendance(signal: AbortSignal): void {
  let project: string | null = null
  let seenAt = 0
  let toldAt = 0
  let asking = false
  let ended = 0

  const run = (task: () => Promise<void>): void => {
    if (asking) return
    asking = true
    task()
      .catch((error: unknown) => toastTrouble(toTrouble(error)))
      .finally(() => (asking = false))
  }
  /** Somebody came, who may have been away since `from`. */
  const welcome = (): void =>
    run(async () => {
      if (await reportIfAway(Date.now())) return
      await tell()
    })
  const tell = async (): Promise<void> => {
    toldAt = Date.now()
    await client.jobs.seen({})
  }
  const sign = (): void => {
    const now = Date.now()
    const away = now - seenAt >= AWAY_MS
    seenAt = now
    if (project === null || uiStore.getState().dialog === 'report') return
    if (away) welcome()
    // What ended since then was seen to end, so it is not news the next time.
    else if (now - toldAt >= TELL_EVERY_MS || ended > toldAt) run(tell)
  }
  const follow = (): void => {
    const { project: now, online, jobs } = studioStore.getState()
    ended = Math.max(0, ...jobs.map((job) => job.endedAt ?? 0))
    if (!online || now?.id === project) return
    project = now?.id ?? null
    seenAt = Date.now()
    if (project !== null) welcome()
  }
  const stop = studioStore.subscribe(follow)
  for (const kind of SIGNS) document.addEventListener(kind, sign, { capture: true, passive: true, signal })
  signal.addEventListener('abort', stop)
}
