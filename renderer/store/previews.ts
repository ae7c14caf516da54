import { useSyncExternalStore } from 'react'
import type { Preview } from '../../core/contract/events.ts'

/** Live previews by job. They come many times a second, so only the canvas that shows one hears of it. */
const previews = new Map<string, Preview>()
const listeners = new Map<string, Set<() => void>>()

export function putPreview(job: string, preview: Preview): void {
  previews.set(job, preview)
  for (const listener of listeners.get(job) ?? []) listener()
}

/** Forgets the previews of jobs that are over. */
export function keepPreviews(jobs: ReadonlySet<string>): void {
  for (const job of previews.keys()) if (!jobs.has(job)) previews.delete(job)
}

function subscribe(job: string, listener: () => void): () => void {
  const set = listeners.get(job) ?? new Set()
  listeners.set(job, set.add(listener))
  return () => {
    set.delete(listener)
    if (set.size === 0) listeners.delete(job)
  }
}

/** The newest preview of a job, if one has come. */
export function usePreview(job: string): Preview | undefined {
  return useSyncExternalStore(
    (listener) => subscribe(job, listener),
    () => previews.get(job),
  )
}
