import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { QueueReport } from '../../core/generation/report.ts'
import { client } from '../api/index.ts'
import { attempt, closeDialog, openDialog, uiStore } from '../store/index.ts'

/** What became of the queue, as it was read last. */
export const reportStore = createStore<{ report: QueueReport | null }>(() => ({ report: null }))

export function useReport(): QueueReport | null {
  return useStore(reportStore, ({ report }) => report)
}

const DAY_MS = 86_400_000

/** Shows what became of the queue in the last day. */
export async function openReport(): Promise<void> {
  const report = await attempt(() => client.jobs.report({ since: Date.now() - DAY_MS }))
  if (!report) return
  reportStore.setState({ report })
  openDialog('report')
}

/** How long nobody must have looked before finished takes are worth a word of their own. */
export const AWAY_MS = 10 * 60_000

/**
 * Shows what happened since somebody last looked: what failed always, what was finished where that was long ago. True
 * where it is shown, and nobody has seen it until it is closed.
 */
export async function reportIfAway(now: number): Promise<boolean> {
  const report = await client.jobs.report({})
  const long = now - report.since >= AWAY_MS && report.finished.length > 0
  if ((report.failed.length === 0 && !long) || uiStore.getState().dialog !== null) return false
  reportStore.setState({ report })
  openDialog('report')
  return true
}

/** The report was read. */
export async function closeReport(): Promise<void> {
  closeDialog()
  await attempt(() => client.jobs.seen({}))
}
