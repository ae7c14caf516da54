import { CortadoError } from '../../core/errors.ts'
import type { Studio } from '../studio/studio.ts'
import { fileResponse } from './file-response.ts'
import { refuse, refuseMethod } from './refuse.ts'

/** Serves `/media/<sha256>`. The name is the content, so it may be cached for ever. */
export async function serveMedia(studio: Studio, name: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod('GET, HEAD')
  if (!/^[0-9a-f]{64}$/.test(name)) return missing()
  try {
    const media = await studio.media(name)
    if (!media) return missing()
    return await fileResponse(media.path, request, {
      mime: media.mime,
      etag: `"${name}"`,
      cacheControl: 'private, max-age=31536000, immutable',
    })
  } catch (error) {
    if (error instanceof CortadoError) return refuse(error.code, error.message)
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missing()
    throw error
  }
}

function missing(): Response {
  return refuse('NOT_FOUND', 'The open project has no such media. Open the project that holds it.')
}
