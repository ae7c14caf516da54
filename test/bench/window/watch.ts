import type { Page } from 'playwright-core'

/** How fluid the window was while something was done with it, in milliseconds. */
export interface Fluidity {
  frames: number
  frame_p50_ms: number
  frame_p95_ms: number
  frame_max_ms: number
  /** Tasks of the page that held it up for more than 50 ms. */
  long_tasks: number
  longest_task_ms: number
}

interface Watch {
  frames: number[]
  tasks: number[]
}

declare global {
  interface Window {
    benchWatch: Watch
  }
}

/** Lets a page note its frames and its long tasks from the start. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch: Watch = { frames: [], tasks: [] }
    window.benchWatch = watch
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watch.tasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
    let last = 0
    const tick = (now: number): void => {
      if (last > 0) watch.frames.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
}

/** What the page noted while `work` was done, or since it came where there is none. */
export async function fluidity(page: Page, work?: () => Promise<void>): Promise<Fluidity> {
  if (work) {
    await page.evaluate(() => Object.assign(window.benchWatch, { frames: [], tasks: [] }))
    await work()
    // The last work may not be drawn yet, and the observer tells late.
    await page.evaluate(
      () =>
        new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100)))),
    )
  }
  const { frames, tasks } = await page.evaluate(() => ({
    frames: window.benchWatch.frames,
    tasks: window.benchWatch.tasks,
  }))
  const sorted = frames.toSorted((a, b) => a - b)
  const at = (part: number): number => round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)
  return {
    frames: frames.length,
    frame_p50_ms: at(0.5),
    frame_p95_ms: at(0.95),
    frame_max_ms: at(1),
    long_tasks: tasks.length,
    longest_task_ms: round(Math.max(0, ...tasks)),
  }
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
