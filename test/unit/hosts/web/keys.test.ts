import { expect, test } from 'vitest'
import { createKeys, randomKey } from '../../../../main/hosts/web/keys.ts'

test('a token works once and gives a session of its own', () => {
  const keys = createKeys('script')
  const token = keys.issueToken()
  expect(keys.exchange(`${token}x`)).toBeNull()
  const session = keys.exchange(token)
  expect(session).toMatch(/^[\w-]{43}$/)
  expect(session).not.toBe(token)
  expect(keys.exchange(token)).toBeNull()
  expect(keys.isSession(session!)).toBe(true)
  expect(keys.isSession(token)).toBe(false)
})

test('a bearer is no token and no session, nor the other way round', () => {
  const keys = createKeys('script')
  expect(keys.isBearer('script')).toBe(true)
  expect(keys.isBearer('')).toBe(false)
  expect(keys.exchange('script')).toBeNull()
  expect(keys.isSession('script')).toBe(false)
  expect(keys.isBearer(keys.issueToken())).toBe(false)
})

test('the oldest of very many unused tokens is forgotten', () => {
  const keys = createKeys('script')
  const first = keys.issueToken()
  for (let count = 0; count < 64; count += 1) keys.issueToken()
  expect(keys.exchange(first)).toBeNull()
})

test('random keys hold 256 bits and differ', () => {
  expect(Buffer.from(randomKey(), 'base64url')).toHaveLength(32)
  expect(randomKey()).not.toBe(randomKey())
})
