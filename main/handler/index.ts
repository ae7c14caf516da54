import { toDoorError } from '../router/door-error.ts'
import type { Grants } from '../grants.ts'
import type { Studio } from '../studio/studio.ts'
import { createCalls } from './calls.ts'
import { secured } from './headers.ts'
import { serveMedia } from './media.ts'
import { servePage } from './pages.ts'
import { refuse } from './refuse.ts'

/** One request in, one answer out, whichever door it came through. */
export type Handler = (request: Request) => Promise<Response>

interface HandlerOptions {
  studio: Studio
  grants: Grants
  /** The built window, such as `dist/renderer`. */
  rendererFolder: string
  version: string
}

/** The one function behind every door: calls, media with byte ranges, and the built window. It never rejects. */
export function createHandler({ studio, grants, rendererFolder, version }: HandlerOptions): Handler {
  const calls = createCalls({ studio, grants }, version)
  const route = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/rpc/') || pathname.startsWith('/api/')) return await calls(request)
    if (pathname.startsWith('/media/')) return await serveMedia(studio, pathname.slice('/media/'.length), request)
    return await servePage(rendererFolder, pathname, request)
  }
  return async (request) => {
    try {
      return secured(await route(request))
    } catch (error) {
      const { message } = toDoorError(error)
      return secured(refuse('INTERNAL', message))
    }
  }
}
