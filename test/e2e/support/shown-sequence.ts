import type { Page } from 'playwright-core'

/**
 * The sequence that a page shows, as canonical data can be made of it: read out of React's own tree, from a component that
 * follows the store. The product needs no door for tests that way. Throws where no component follows one.
 */
export async function shownSequence(page: Page): Promise<unknown> {
  const text = await page.evaluate(() => {
    interface Fiber {
      child: Fiber | null
      sibling: Fiber | null
      memoizedState: Hook | null
      stateNode: { current?: Fiber } | null
    }
    interface Hook {
      memoizedState: unknown
      next: Hook | null
    }
    interface Shown {
      tracks: { items: Iterable<unknown> }[]
      markers: unknown[]
    }
    const isShown = (value: unknown): value is Shown =>
      typeof value === 'object' && value !== null && 'tracks' in value && 'markers' in value && 'rate' in value
    const root = document.getElementById('root')
    const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$')) ?? ''
    const host = (root as unknown as Record<string, Fiber | undefined> | null)?.[key]
    const waiting: (Fiber | null | undefined)[] = [host?.stateNode?.current]
    for (let fiber = waiting.pop(); fiber !== undefined; fiber = waiting.pop()) {
      if (fiber === null) continue
      for (let hook = fiber.memoizedState; hook && typeof hook === 'object' && 'next' in hook; hook = hook.next) {
        if (!isShown(hook.memoizedState)) continue
        const { markers, tracks, ...head } = hook.memoizedState
        const plain = tracks.map(({ items, ...track }) => ({ ...track, items: [...items] }))
        return JSON.stringify({ ...head, tracks: plain, ...(markers.length > 0 && { markers }) })
      }
      waiting.push(fiber.sibling ?? null, fiber.child ?? null)
    }
    return null
  })
  if (text === null) throw new Error('no component of the page follows the sequence')
  return JSON.parse(text)
}
