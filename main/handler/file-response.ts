import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { parseRange } from './byte-range.ts'
import type { ByteRange } from './byte-range.ts'

const CHUNK = 256 * 1024

interface FileOptions {
  mime: string
  /** A strong entity tag with its quotes. */
  etag: string
  cacheControl: string
}

/**
 * Serves a file that never changes under its tag: 200, 206 for one range, 304, 416, and headers alone for HEAD. At most
 * one chunk is in memory at a time. Throws what `stat` throws.
 */
export async function fileResponse(path: string, request: Request, options: FileOptions): Promise<Response> {
  const { size } = await stat(path)
  const headers = new Headers({
    'content-type': options.mime,
    'accept-ranges': 'bytes',
    'cache-control': options.cacheControl,
    etag: options.etag,
  })
  if (tagMatches(request.headers.get('if-none-match'), options.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const ifRange = request.headers.get('if-range')
  const wanted = ifRange === null || ifRange === options.etag ? request.headers.get('range') : null
  const range = parseRange(wanted, size)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    headers.set('cache-control', 'no-store')
    return new Response(null, { status: 416, headers })
  }
  const slice = range === 'whole' ? { start: 0, end: size - 1 } : range
  headers.set('content-length', String(slice.end - slice.start + 1))
  if (range !== 'whole') headers.set('content-range', `bytes ${slice.start}-${slice.end}/${size}`)
  return new Response(request.method === 'HEAD' ? null : streamOf(path, slice), {
    status: range === 'whole' ? 200 : 206,
    headers,
  })
}

function tagMatches(header: string | null, etag: string): boolean {
  return (
    header !== null && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
  )
}

/** The file is opened by the first read, so that an answer nobody reads holds nothing open. */
function streamOf(path: string, slice: ByteRange): ReadableStream<Uint8Array<ArrayBuffer>> {
  let file: FileHandle | null = null
  let position = slice.start
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          file ??= await open(path, 'r')
          const buffer = new Uint8Array(Math.min(CHUNK, slice.end + 1 - position))
          const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
          if (bytesRead === 0 && position <= slice.end) throw new Error('the file became shorter while it was served')
          position += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (position > slice.end) {
            await file.close()
            controller.close()
          }
        } catch (error) {
          await file?.close()
          throw error
        }
      },
      cancel: () => file?.close(),
    },
    { highWaterMark: 0 },
  )
}
