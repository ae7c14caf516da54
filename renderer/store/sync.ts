import { client } from '../api/client.ts'
import { listen, wait } from '../api/events.ts'
import { toTrouble } from '../api/trouble.ts'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Project, SequenceEntry } from '../../core/library/entities.ts'
import { keepPreviews, putPreview } from './previews.ts'
import { catchUp, hearStep, loadSequence, sequenceStore, settled } from './sequence.ts'
import { refreshSequences, showSequence } from './sequences.ts'
import { listed, reduceEvent, sortJobs } from './studio-state.ts'
import type { StudioState } from './studio-state.ts'
import { shotsInUse } from './takes.ts'
import { studioStore } from './studio-store.ts'
import { selectOnly, selectTake, toast, toastTrouble } from './ui-store.ts'

const STATUS_EVERY_MS = 15_000
/** Shots that one call reads at most; what else is on the screen asks for itself. */
const MOST_READ = 200

type Part = 'all' | 'library'

let reading: Promise<void> | null = null
let wished: Part | null = null

/**
 * Reads everything again: after a start, a gap in the events, or another project. Or only the lists of the library. Calls
 * meanwhile share one more read.
 */
export async function refresh(part: Part = 'all'): Promise<void> {
  wished = wished === 'all' ? 'all' : part
  reading ??= readUntilCurrent().finally(() => (reading = null))
  await reading
}

async function readUntilCurrent(): Promise<void> {
  for (let part = wished; part !== null; part = wished) {
    wished = null
    try {
      if (part === 'all') await readAll()
      else await readLists()
    } catch (error) {
      // What another window closed in mid-read is not there any more; the next read sees what it opened instead.
      if ((wished as Part | null) === null) throw error
      if (part === 'all') wished = 'all'
    }
  }
}

/** The lists that bins, the wall and the tracks draw from; takes only of the shots that are on the screen. */
async function readLibrary(): Promise<Pick<StudioState, 'shots' | 'media' | 'bins'>> {
  const [{ shots: lines }, { shots }, { media }, { bins }] = await Promise.all([
    client.library.lines(),
    client.library.read({ ids: shotsInUse().slice(0, MOST_READ) }),
    client.media.list(),
    client.bins.list(),
  ])
  return { shots: listed(lines, shots), media, bins }
}

/** What an event of the library can have changed: its lists, and which sequences are in the trash. */
async function readLists(): Promise<void> {
  const [library, { sequences }, { project }] = await Promise.all([
    readLibrary(),
    client.sequence.list(),
    client.project.current(),
  ])
  if (project) await leaveTrashed(project, sequences)
  studioStore.setState({ ...library, sequences })
}

/** Turns to another sequence where somebody threw the one in front away; false where that is still there. */
async function leaveTrashed(project: Project, sequences: readonly SequenceEntry[]): Promise<boolean> {
  const front = sequenceStore.getState().confirmed?.sequence
  if (!front || sequences.some(({ id }) => id === front.id)) return false
  await showSequence(project.sequence)
  toast(`"${front.name}" is in the trash. Choose "Trash" above the takes to take it back.`)
  return true
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
    if ((await client.project.current()).project !== null) {
      wished = 'all'
      return
    }
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
    const { sequences } = await client.sequence.list()
    const front = sequenceStore.getState().confirmed
    const there = sequences.find(({ id }) => id === front?.sequence.id)
    const left = same && (await leaveTrashed(project, sequences))
    const missed = !same || there?.revision !== front?.revision
    const [library, { jobs }] = await Promise.all([
      readLibrary(),
      client.jobs.list(),
      // The sequence in front stays there, and is read only where steps of it were missed.
      missed && !left ? loadSequence(there?.id ?? project.sequence) : null,
    ])
    studioStore.setState({
      phase: 'ready',
      project,
      packs,
      devices,
      accelerators,
      status,
      ...library,
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
export async function refreshOrTell(part: Part = 'all'): Promise<void> {
  try {
    await refresh(part)
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
      void refreshOrTell('library')
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
    case 'media':
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
