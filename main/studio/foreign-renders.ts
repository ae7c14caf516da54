import { isAbsolute, relative } from 'node:path'
import type { Library } from '../library/index.ts'

/**
 * A project that comes from elsewhere may hold exports that are not done: none of them writes outside of the project, where
 * it could take the place of any file, before somebody here has seen where to.
 */
export function refuseForeignRenders(library: Library): void {
  for (const { id, payload } of library.jobs.inStates(['waiting', 'running', 'paused'])) {
    if (payload.kind !== 'render' || isInside(library.folder, payload.out)) continue
    const message = `This export came with the project and goes to "${payload.out}". If that is what you want, try it again.`
    library.jobs.update(id, {
      state: 'failed',
      error: { code: 'PATH_NOT_ALLOWED', message },
      etaMs: null,
      endedAt: Date.now(),
    })
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  // Where a window may let a film be written to, too.
  return isAbsolute(path) && /^renders[\\/][^\\/]+$/.test(way)
}
