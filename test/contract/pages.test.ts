import { connect } from 'node:net'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openWebDoor } from '../../main/hosts/web/index.ts'
import { bench } from './support.ts'

const ORIGIN = 'http://127.0.0.1:1'

test('the window comes with a policy that allows no inline script and no other origin', async () => {
  const { handler } = await bench()
  const answer = await handler(new Request(`${ORIGIN}/`))
  expect(answer.status).toBe(200)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })
  expect(answer.headers.has('access-control-allow-origin')).toBe(false)
})

test('hashed files may be kept, unknown ones are not found', async () => {
  const { handler } = await bench()
  const script = await handler(new Request(`${ORIGIN}/assets/index-1a2b.js`))
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(script.headers.get('content-type')).toContain('text/javascript')
  await script.text()
  expect((await handler(new Request(`${ORIGIN}/assets/`))).status).toBe(404)
  expect((await handler(new Request(`${ORIGIN}/nothing.js`))).status).toBe(404)
  expect((await handler(new Request(`${ORIGIN}/`, { method: 'POST' }))).status).toBe(405)
})

test.each([
  ['/..%2fsecret.txt'],
  ['/%2e%2e/secret.txt'],
  ['/assets/..%2f..%2fsecret.txt'],
  ['/..%2frenderer-of-others/secret.txt'],
  ['/..%5csecret.txt'],
  ['/%00'],
  ['/%'],
  ['//secret.txt'],
])('%s leads nowhere', async (path) => {
  const { handler } = await bench()
  const answer = await handler(new Request(ORIGIN + path))
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toBe('secret')
})

test('raw paths that no URL class has tidied lead nowhere either', async () => {
  const { handler } = await bench()
  const door = await openWebDoor({ handler, bearer: 'key' })
  onTestFinished(() => door.close())
  const port = Number(new URL(door.origin).port)
  for (const path of [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    'http://evil.example/secret.txt',
    '*',
  ]) {
    const answer = await raw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer key\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer.split('\r\n\r\n')[1]).not.toBe('secret')
  }
})

test('a link inside the window folder is not followed into silence', async () => {
  const { handler, rendererFolder, folder } = await bench()
  await symlink(join(folder, 'missing'), join(rendererFolder, 'dangling'))
  expect((await handler(new Request(`${ORIGIN}/dangling`))).status).toBe(404)
})

function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
