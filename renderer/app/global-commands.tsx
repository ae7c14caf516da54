import {
  openDialog,
  redo,
  setQueueOpen,
  setWorkspace,
  jobAction,
  studioStore,
  undo,
  uiStore,
  useSequence,
  useStudio,
} from '../store/index.ts'
import { canEdit, editJob, nextToEdit } from '../jobs/job-store.ts'
import { openImport } from '../library/import-media.ts'
import { openReport } from '../report/report-store.ts'
import { runCommand, useCommand } from './commands.ts'

/** From another workspace: once the prompt box is there, its own command takes over. */
function goToPrompt(): void {
  if (uiStore.getState().workspace === 'generate') return
  setWorkspace('generate')
  setTimeout(() => runCommand('prompt.focus'))
}

function editNext(): void {
  const job = nextToEdit(studioStore.getState().jobs)
  if (job) editJob(job)
}

/** Commands that work everywhere. */
export function GlobalCommands(): null {
  const open = useStudio((state) => state.project !== null)
  // Between two jobs nothing runs for a moment; then the next one is meant.
  const running = useStudio(
    ({ jobs }) => (jobs.find((job) => job.state === 'running') ?? jobs.find((job) => job.state === 'waiting'))?.id,
  )
  const editable = useStudio(({ jobs }) => jobs.some(canEdit))
  const canUndo = useSequence(({ pending, confirmed }) => pending.length > 0 || (confirmed?.undoLabel ?? null) !== null)
  const canRedo = useSequence(({ confirmed }) => (confirmed?.redoLabel ?? null) !== null)
  useCommand('project.home', () => openDialog('home'), open)
  useCommand('project.new', () => openDialog('home'), open)
  useCommand('media.import', () => openImport(null), open)
  useCommand('render.open', () => openDialog('export'), open)
  useCommand('edit.undo', undo, canUndo)
  useCommand('edit.redo', redo, canRedo)
  useCommand('view.palette', () => openDialog('palette'))
  useCommand('view.shortcuts', () => openDialog('shortcuts'))
  useCommand('view.generate', () => setWorkspace('generate'), open)
  useCommand('view.edit', () => setWorkspace('edit'), open)
  useCommand('view.models', () => openDialog('models'))
  useCommand('view.devices', () => openDialog('devices'))
  useCommand('view.queue', () => setQueueOpen(!uiStore.getState().queueOpen), open)
  useCommand('prompt.focus', goToPrompt, open)
  useCommand('job.edit', editNext, editable)
  useCommand('view.report', () => void openReport(), open)
  useCommand('job.cancel', () => void (running && jobAction(running, 'cancel')), running !== undefined)
  return null
}
