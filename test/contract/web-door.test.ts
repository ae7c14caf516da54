import { request as httpRequest } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openWebDoor } from '../../main/hosts/web/index.ts'
import type { WebDoor } from '../../main/hosts/web/index.ts'
import { bench } from './support.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A request as any program may send it: unlike fetch, it may name any Host. */
function ask(
  door: WebDoor,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest(new URL(path, door.origin), { method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}

async function openDoor(
  options: { listen?: string } = {},
): Promise<{ door: WebDoor; studio: Awaited<ReturnType<typeof bench>>['studio'] }> {
  const { handler, studio } = await bench()
  const door = await openWebDoor({ handler, bearer: 'script-key', ...options })
  onTestFinished(() => door.close())
  return { door, studio }
}

const bearer = { authorization: 'Bearer script-key' }
const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!
const path = (address: string): string => new URL(address).pathname + new URL(address).search

test('the printed address opens one browser, once', async () => {
  const { door } = await openDoor()
  const address = path(door.address())
  const first = await ask(door, address)
  expect([first.status, first.headers['location']]).toEqual([303, '/'])
  expect(String(first.headers['set-cookie'])).toMatch(/^cortado_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  const cookie = cookieOf(first)
  expect((await ask(door, '/', { cookie })).status).toBe(200)
  expect((await ask(door, address)).status).toBe(401)
  expect((await ask(door, address, { accept: 'text/html' })).body).toContain('was used before')
  // The browser that came in with it may press "back".
  expect((await ask(door, address, { cookie })).status).toBe(303)
})

test.each([
  ['no key', '/', {}],
  ['a wrong token', '/?token=wrong', {}],
  ['an empty token', '/?token=', {}],
  ['a wrong bearer', '/api/status', { authorization: 'Bearer wrong' }],
  ['an empty bearer', '/api/status', { authorization: 'Bearer ' }],
  ['another scheme', '/api/status', { authorization: 'Basic script-key' }],
  ['a made-up session', '/api/status', { cookie: 'cortado_1=x; cortado=x' }],
  ['media without a key', `/media/${'0'.repeat(64)}`, {}],
  ['a token on another path', '/api/status?token=TOKEN', {}],
])('%s is refused', async (_what, target, headers) => {
  const { door } = await openDoor()
  const token = new URL(door.address()).searchParams.get('token')!
  const answer = await ask(door, target.replace('TOKEN', token), headers as Record<string, string>)
  expect(answer.status).toBe(401)
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('a token sent by POST is not taken', async () => {
  const { door } = await openDoor()
  const address = path(door.address())
  expect((await ask(door, address, {}, 'POST')).status).toBe(401)
  expect((await ask(door, address)).status).toBe(303)
})

test.each([['evil.example'], ['evil.example:80'], ['127.0.0.1'], ['127.0.0.1.evil.example:PORT'], ['[::1]:PORT']])(
  'a request for the host "%s" is refused even with a key',
  async (host) => {
    const { door } = await openDoor()
    const port = new URL(door.origin).port
    const answer = await ask(door, '/api/status', { ...bearer, host: host.replace('PORT', port) })
    expect([400, 421]).toContain(answer.status)
  },
)

test('localhost is us too', async () => {
  const { door } = await openDoor()
  const { port } = new URL(door.origin)
  expect((await ask(door, '/api/status', { ...bearer, host: `localhost:${port}` })).status).toBe(200)
})

test.each([
  ['http://evil.example'],
  ['null'],
  ['https://127.0.0.1:PORT'],
  ['http://127.0.0.1:1'],
  ['http://localhost:PORT'],
])('the origin %s is refused', async (origin) => {
  const { door } = await openDoor()
  const { port } = new URL(door.origin)
  const answer = await ask(
    door,
    '/rpc/system/status',
    { ...bearer, origin: origin.replace('PORT', port) },
    'POST',
    '{}',
  )
  expect(answer.status).toBe(403)
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test('a page elsewhere may link to the studio but not load parts of it', async () => {
  const { door } = await openDoor()
  const from = (site: string, dest: string) => ({ ...bearer, 'sec-fetch-site': site, 'sec-fetch-dest': dest })
  expect((await ask(door, '/', from('cross-site', 'document'))).status).toBe(200)
  expect((await ask(door, '/', from('cross-site', 'iframe'))).status).toBe(403)
  expect((await ask(door, '/api/status', from('same-site', 'empty'))).status).toBe(403)
  expect((await ask(door, '/api/status', from('same-origin', 'empty'))).status).toBe(200)
  expect((await ask(door, '/api/status', { ...bearer, origin: door.origin })).status).toBe(200)
})

test('a preflight gets no leave', async () => {
  const { door } = await openDoor()
  const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
  const answer = await ask(door, '/rpc/system/status', headers, 'OPTIONS')
  expect(answer.status).toBe(403)
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('a client that hangs up ends its event stream', async () => {
  const { door, studio } = await openDoor()
  const stop = new AbortController()
  const answer = await fetch(`${door.origin}/api/events`, { headers: bearer, signal: stop.signal })
  const reader = answer.body!.getReader()
  await reader.read()
  await vi.waitFor(() => expect(studio.hub.listeners()).toBe(1), { timeout: 30_000 })
  stop.abort()
  await vi.waitFor(() => expect(studio.hub.listeners()).toBe(0), { timeout: 30_000 })
})

test('closing the door ends open streams and frees the port', async () => {
  const { handler } = await bench()
  const door = await openWebDoor({ handler, bearer: 'script-key' })
  const answer = await fetch(`${door.origin}/api/events`, { headers: bearer })
  const ended = answer.text().catch(() => 'cut')
  await door.close()
  await ended
  const port = Number(new URL(door.origin).port)
  const again = await openWebDoor({ handler, port })
  await again.close()
})

test('a port that is taken is told with what to do', async () => {
  const { door } = await openDoor()
  const { handler } = await bench()
  const port = Number(new URL(door.origin).port)
  await expect(openWebDoor({ handler, port })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('--port'),
  })
})

test('only a door that was opened to the network answers to other names, and still asks for a key', async () => {
  const { door } = await openDoor({ listen: '0.0.0.0' })
  expect((await ask(door, '/api/status', { ...bearer, host: 'workstation:1234' })).status).toBe(200)
  expect((await ask(door, '/api/status', { host: 'workstation:1234' })).status).toBe(401)
  expect((await ask(door, '/api/status', { ...bearer, host: 'workstation:1234', origin: 'http://evil' })).status).toBe(
    403,
  )
})

test('a large body goes through at the pace of the reader, and one too large is refused', async () => {
  const { door, studio } = await openDoor()
  await studio.project.sample()
  const json = { ...bearer, 'content-type': 'application/json' }
  const fine = JSON.stringify({ prompt: 'y'.repeat(3000), takes: 2 })
  expect((await ask(door, '/api/generate', json, 'POST', fine)).status).toBe(200)
  const large = await ask(door, '/api/generate', json, 'POST', JSON.stringify({ prompt: 'y'.repeat(2_000_000) })).catch(
    (error: NodeJS.ErrnoException) => error.code,
  )
  // The door may hang up on the rest of the body after its answer.
  expect(typeof large === 'string' ? large : large?.status).toSatisfy(
    (end) => end === 413 || end === 'EPIPE' || end === 'ECONNRESET',
  )
})
