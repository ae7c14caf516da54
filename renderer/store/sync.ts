import { client } from '../api/client.ts'
import { listen, wait } from '../api/events.ts'
import { toTrouble } from '../api/trouble.ts'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Job } from '../../core/generation/job.ts'
import { keepPreviews, putPreview } from './previews.ts'
import { catchUp, hearStep, loadSequence, sequenceStore, settled } from './sequence.ts'
import { refreshSequences, showSequence } from './sequences.ts'
import { reduceEvent, sortJobs, sortShots } from './studio-state.ts'
import { studioStore } from './studio-store.ts'
import { selectOnly, selectTake, toast, toastTrouble } from './ui-store.ts'

const STATUS_EVERY_MS = 15_000

let reading: Promise<void> | null = null
let outdated = false

/** Reads everything again: after a start, a gap in the events, or another project. Calls meanwhile share one more read. */
export async function refresh(): Promise<void> {
  if (reading) outdated = true
  else reading = readUntilCurrent().finally(() => (reading = null))
  await reading
}

async function readUntilCurrent(): Promise<void> {
  do {
    outdated = false
    try {
      await readAll()
    } catch (error) {
      // What another window closed in mid-read is not there any more; the next read sees what it opened instead.
      if (!outdated) throw error
    }
  } while (outdated)
}

async function readAll(): Promise<void> {
  const [{ project }, { packs, accelerators }, { devices }, status] = await Promise.all([
    client.project.current(),
    client.packs.list(),
    client.system.devices(),
    client.system.status(),
  ])
  const same = studioStore.getState().project?.id === project?.id
  if (project === null) {
    // What is on its way to a studio that came back without its project has it opened again.
    await settled()
    outdated = (await client.project.current()).project !== null
    if (outdated) return
    await loadSequence(null)
    studioStore.setState({
      phase: 'ready',
      project,
      packs,
      accelerators,
      devices,
      status,
      shots: [],
      media: [],
      bins: [],
      sequences: [],
      jobs: [],
    })
  } else {
    const [{ shots }, { media }, { bins }, { jobs }, { sequences }] = await Promise.all([
      client.library.shots(),
      client.media.list(),
      client.bins.list(),
      client.jobs.list(),
      client.sequence.list(),
    ])
    // The sequence in front stays there, unless somebody threw it away, and is read only where steps of it were missed.
    const front = sequenceStore.getState().confirmed
    const there = sequences.find(({ id }) => id === front?.sequence.id)
    if (front && same && !there) {
      await showSequence(project.sequence)
      toast(`"${front.sequence.name}" is in the trash. Choose "Trash" above the takes to take it back.`)
    } else if (!same || there?.revision !== front?.revision) await loadSequence(there?.id ?? project.sequence)
    studioStore.setState({
      phase: 'ready',
      project,
      packs,
      devices,
      accelerators,
      status,
      shots: sortShots(shots),
      media,
      bins,
      sequences,
      jobs: sortJobs(jobs),
    })
  }
  if (!same) {
    selectTake(null)
    if (project?.backup !== undefined)
      toast(`This project came from an older Cortado. As it was, it lies in ${project.backup}.`)
    selectOnly([])
  }
}

/** Reads everything again and tells where that fails. */
export async function refreshOrTell(): Promise<void> {
  try {
    await refresh()
  } catch (error) {
    toastTrouble(toTrouble(error))
  }
}

async function refreshStatus(): Promise<void> {
  try {
    studioStore.setState({ status: await client.system.status() })
  } catch {
    // The event stream notices an unreachable studio and shows it; an old figure in the footer is no trouble of its own.
    return
  }
}

async function refreshPacks(): Promise<void> {
  studioStore.setState({ ...(await client.packs.list()), bringing: null })
}

function onEvent(event: StudioEvent): void {
  switch (event.type) {
    case 'preview':
      putPreview(event.job, event.preview)
      return
    case 'sequence':
      hearStep(event)
      return
    case 'project':
      if (event.path !== (studioStore.getState().project?.path ?? null)) void refreshOrTell()
      return
    case 'ready':
      catchUp()
      void refreshOrTell()
      return
    case 'library':
      void refreshOrTell()
      return
    case 'packs':
      void refreshPacks().catch((error: unknown) => toastTrouble(toTrouble(error)))
      return
    case 'sequences':
      void refreshSequences().catch((error: unknown) => toastTrouble(toTrouble(error)))
      return
    case 'pack':
    case 'job':
    case 'shot':
    case 'worker':
      if (event.type === 'job') tellOfFilm(event.job)
      studioStore.setState((state) => reduceEvent(state, event))
  }
  if (event.type === 'job' && event.job.endedAt !== null) {
    keepPreviews(
      new Set(
        studioStore
          .getState()
          .jobs.filter((job) => job.endedAt === null)
          .map((job) => job.id),
      ),
    )
    void refreshStatus()
  }
}

/** The film could not become what was asked for with a job, whose take is there all the same. */
function tellOfFilm({ id, followUp }: Job): void {
  const before = studioStore.getState().jobs.find((job) => job.id === id)?.followUp
  if (followUp && before?.state === 'due' && followUp.note !== null) toast(followUp.note)
}

/** Follows the studio until the signal aborts. */
export function followStudio(signal: AbortSignal): void {
  void listen(
    {
      connect: (signal) => client.system.events(undefined, { signal }),
      onEvent,
      onOnline: (online) => studioStore.setState({ online }),
      wait,
    },
    signal,
  )
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && studioStore.getState().online) void refreshStatus()
  }, STATUS_EVERY_MS)
  signal.addEventListener('abort', () => clearInterval(timer))
}
