import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

/** The node request as a fetch `Request`, whose signal aborts when the client goes away. */
export function toRequest(message: IncomingMessage, response: ServerResponse, url: URL): Request {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const headers = new Headers()
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '')
  }
  const method = message.method ?? 'GET'
  const bodiless = method === 'GET' || method === 'HEAD'
  return new Request(url, {
    method,
    headers,
    signal: gone.signal,
    ...(!bodiless && { body: Readable.toWeb(message), duplex: 'half' as const }),
  })
}

/** Sends a fetch `Response` at the pace of the client. A client that leaves ends the stream behind the body. */
export async function sendResponse(answer: Response, response: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') headers[name] = value
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  response.writeHead(answer.status, headers)
  if (!answer.body) {
    response.end()
    return
  }
  // Event streams must show their status before the first event.
  response.flushHeaders()
  await pipeline(Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), response)
}
