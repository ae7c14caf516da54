/** Room for a prompt far longer than any pack takes, so that its own error can be told. */
export const BODY_LIMIT = 1024 * 1024

/**
 * The request with its body read whole, or null when it is larger than the limit. Calls carry plain, small bodies:
 * streamed ones had faults in several releases of Electron.
 */
export async function boundedRequest(request: Request, limit = BODY_LIMIT): Promise<Request | null> {
  if (!request.body) return request
  if (Number(request.headers.get('content-length') ?? 0) > limit) {
    await request.body.cancel()
    return null
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body.getReader()
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    bytes += step.value.length
    if (bytes > limit) {
      await reader.cancel()
      return null
    }
    chunks.push(step.value)
  }
  const { method, headers, signal } = request
  return new Request(request.url, { method, headers, signal, body: Buffer.concat(chunks) })
}
