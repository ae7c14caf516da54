import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SESSION_LIMIT = 64

/**
 * The secrets of one running web door. Only hashes are kept, and they are compared in constant time: neither the time
 * an answer takes nor a memory dump tells a key.
 */
export interface Keys {
  /** A fresh one-time token for an address. */
  issueToken(): string
  /** Takes a token and gives a session; null when the token is wrong or was used before. */
  exchange(token: string): string | null
  isSession(session: string): boolean
  isBearer(key: string): boolean
}

/** Keys for one door; `bearer` is what scripts send, drawn at random where it is left out. */
export function createKeys(bearer: string): Keys {
  const bearerHash = digest(bearer)
  const tokens: Buffer[] = []
  const sessions: Buffer[] = []
  return {
    issueToken() {
      const token = randomKey()
      tokens.push(digest(token))
      if (tokens.length > SESSION_LIMIT) tokens.shift()
      return token
    },
    exchange(token) {
      const at = find(tokens, token)
      if (at < 0) return null
      tokens.splice(at, 1)
      const session = randomKey()
      sessions.push(digest(session))
      if (sessions.length > SESSION_LIMIT) sessions.shift()
      return session
    },
    isSession: (session) => find(sessions, session) >= 0,
    isBearer: (key) => timingSafeEqual(digest(key), bearerHash),
  }
}

/** 256 random bits that may stand in an address. */
export function randomKey(): string {
  return randomBytes(32).toString('base64url')
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function find(hashes: readonly Buffer[], key: string): number {
  const wanted = digest(key)
  let found = -1
  // Every entry is compared, so that the time says nothing about where a match is.
  for (const [index, hash] of hashes.entries()) if (timingSafeEqual(hash, wanted)) found = index
  return found
}
