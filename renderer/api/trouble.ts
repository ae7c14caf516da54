/** A failure as the window shows it: the studio's stable code, and its sentence. */
export interface Trouble {
  code: string
  message: string
  /** The part of the request that it is about, such as `size.width`, where the studio says so. */
  path?: string
}

/**
 * Whether the studio itself said no. Where not, the call may have been carried out and only its answer was lost, or the studio
 * was not reached at all: what was asked for stands, and is asked for again.
 */
export function isAnswer(error: unknown): boolean {
  if (!isRecord(error)) return false
  const { data, status } = error
  if (isRecord(data) && typeof data['code'] === 'string') return data['code'] !== 'UNAUTHORISED'
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 401
}

/** Turns anything thrown by a call into a code and a sentence that says what to do. */
export function toTrouble(error: unknown): Trouble {
  if (!isRecord(error)) return { code: 'INTERNAL', message: 'The studio refused without a reason. Try again.' }
  const data = error['data']
  const message = typeof error['message'] === 'string' ? error['message'] : ''
  if (isRecord(data) && typeof data['code'] === 'string') {
    const path = data['path']
    return { code: data['code'], message, ...(typeof path === 'string' && { path }) }
  }
  if (error['status'] === 401 || error['code'] === 'UNAUTHORIZED') {
    return {
      code: 'UNAUTHORISED',
      message: 'This page has no key to the studio. Open the address that the studio printed when it started.',
    }
  }
  if (error['code'] === 'BAD_REQUEST') {
    return {
      code: 'INVALID_INPUT',
      message: firstIssue(data) ?? 'Something in that request cannot be used. Check the values and try again.',
    }
  }
  // Coded errors of core carry no status: they were thrown in this page by the same rules that the studio applies.
  if (typeof error['code'] === 'string' && error['status'] === undefined) return { code: error['code'], message }
  if (error instanceof TypeError) {
    return { code: 'UNREACHABLE', message: 'The studio does not answer. Check that it is still running.' }
  }
  return { code: 'INTERNAL', message: message || 'The studio met an error that it has no words for. Try again.' }
}

function firstIssue(data: unknown): string | undefined {
  if (!isRecord(data) || !Array.isArray(data['issues'])) return undefined
  const issue: unknown = data['issues'][0]
  if (!isRecord(issue) || typeof issue['message'] !== 'string') return undefined
  const path = Array.isArray(issue['path']) ? issue['path'].filter((part) => typeof part !== 'object').join('.') : ''
  return path ? `${path}: ${issue['message']}` : issue['message']
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
