import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, test, vi } from 'vitest'
import type { Contract } from '../../core/contract/contract.ts'
import { CortadoError } from '../../core/errors.ts'
import type { Handler } from '../../main/handler/index.ts'
import { bench, post, refusal } from './support.ts'

const ORIGIN = 'http://127.0.0.1:1'

function clientOf(handler: Handler): ContractRouterClient<Contract> {
  return createORPCClient(new RPCLink({ url: `${ORIGIN}/rpc`, fetch: (request) => handler(request) }))
}

test('a client without a project is told to open one', async () => {
  const { handler } = await bench()
  const call = clientOf(handler).library.shots()
  await expect(call).rejects.toMatchObject({ code: 'NO_PROJECT', status: 409, data: { code: 'NO_PROJECT' } })
  await expect(call).rejects.toThrow('Open one from the project home')
})

test('bad input names the field that is wrong', async () => {
  const { handler } = await bench()
  expect(await refusal(await handler(post(`${ORIGIN}/api/generate`, { prompt: '' })))).toMatchObject({
    status: 400,
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/^"prompt" is not valid: .+ Correct it/),
  })
  const twice = await handler(post(`${ORIGIN}/api/generate`, { prompt: 7, takes: 0 }))
  expect((await refusal(twice)).message).toContain('(and 1 more)')
  const call = clientOf(handler).generation.plan({ prompt: 'a red ball', size: { width: 0, height: 128 } })
  await expect(call).rejects.toMatchObject({ data: { code: 'INVALID_INPUT', path: 'size.width' } })
})

test.each([
  ['/api/generate', '{"prompt":'],
  ['/rpc/generation/start', '{"json":'],
  ['/api/generate', ''],
])('%s refuses a body that is not JSON: %s', async (path, body) => {
  const { handler } = await bench()
  expect(await refusal(await handler(post(ORIGIN + path, body)))).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
})

test('an unknown call and an unknown route are not found', async () => {
  const { handler } = await bench()
  for (const path of ['/rpc/library/burn', '/rpc/', '/api/burn', '/api/', '/rpc/../secret', '/rpc/__proto__/x']) {
    const answer = await handler(post(ORIGIN + path, {}))
    expect([path, answer.status]).toEqual([path, 404 + (path === '/rpc/../secret' ? 1 : 0)])
  }
})

test('a body over the limit is refused before it is read whole', async () => {
  const { handler, studio } = await bench()
  await studio.project.sample()
  const large = post(`${ORIGIN}/api/generate`, { prompt: 'x'.repeat(2_000_000) })
  expect((await handler(large)).status).toBe(413)
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      controller.enqueue(new Uint8Array(64 * 1024))
    },
  })
  const request = new Request(`${ORIGIN}/rpc/generation/start`, { method: 'POST', body: endless, duplex: 'half' })
  expect((await handler(request)).status).toBe(413)
  expect(pulled).toBeLessThan(40)
})

test('a prompt far too long still gets its own sentence', async () => {
  const { handler, studio } = await bench()
  await studio.project.sample()
  const answer = await handler(post(`${ORIGIN}/api/generate`, { prompt: 'x'.repeat(100_000) }))
  expect(await refusal(answer)).toMatchObject({ status: 400, code: 'PROMPT_TOO_LONG' })
})

test('what nobody foresaw is a plain sentence, and its details stay in the log', async () => {
  const { handler, studio } = await bench()
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  studio.status = () => Promise.reject(new Error('secret path /etc/shadow'))
  const answer = await handler(new Request(`${ORIGIN}/api/status`))
  expect(log.mock.calls.join('')).toContain('/etc/shadow')
  log.mockRestore()
  const told = await refusal(answer)
  expect(told).toMatchObject({ status: 500, code: 'INTERNAL' })
  expect(told.message).not.toContain('secret')
})

test.each([
  ['create', { name: 'x', path: '/etc/cortado' }],
  ['create', { name: 'x', path: 'relative/folder' }],
  ['open', { path: '/etc' }],
  ['open', { path: '' }],
])('a window may not name folders elsewhere: %s %o', async (name, input) => {
  const { handler } = await bench()
  const call = name === 'create' ? clientOf(handler).project.create : clientOf(handler).project.open
  await expect(call(input as never)).rejects.toMatchObject({ data: { code: 'PATH_NOT_ALLOWED' } })
})

test('a film may not be written over the library', async () => {
  const { handler, studio } = await bench()
  const project = await studio.project.sample()
  const client = clientOf(handler)
  const refused = { data: { code: 'PATH_NOT_ALLOWED' } }
  await expect(client.render.start({ out: `${project.path}/library.sqlite` })).rejects.toMatchObject(refused)
  await expect(client.render.start({ out: `${project.path}/renders/segments/a` })).rejects.toMatchObject(refused)
  await expect(client.render.start({ out: `${project.path}/../../../film.mp4` })).rejects.toMatchObject(refused)
  const job = await client.render.start({ out: `${project.path}/renders/film.mp4` })
  expect(job.payload).toMatchObject({ kind: 'render', out: `${project.path}/renders/film.mp4` })
})

test('an edit crosses, is undone and redone, and a stale revision is refused', async () => {
  const { handler, studio } = await bench()
  const project = await studio.project.sample()
  const client = clientOf(handler)
  const id = project.sequence
  const document = await client.sequence.get({ id })
  const track = document.sequence.tracks[0]!.id
  const clip = {
    id: 'clip0001',
    name: 'a',
    source: { kind: 'media' as const, media: 'm' },
    start: 0,
    length: 8,
    offset: 0,
    available: 8,
  }
  const edit = { name: 'insert' as const, args: { track, clip, splitId: 'clip0002' } }
  const edits = [edit] as never
  const { steps } = await client.sequence.edit({ id, revision: 0, edits, token: 'mine' })
  expect(steps).toMatchObject([{ from: 0, revision: 1, undoLabel: 'Insert clip', token: 'mine' }])
  await expect(client.sequence.edit({ id, revision: 0, edits })).rejects.toMatchObject({
    data: { code: 'STALE_REVISION' },
  })
  const items = async (): Promise<unknown> => (await client.sequence.get({ id })).sequence.tracks[0]?.items
  expect(await client.sequence.undo({ id })).toMatchObject({ from: 1, revision: 2, undoLabel: null })
  expect(await items()).toEqual([])
  await client.sequence.redo({ id })
  expect(await items()).toEqual([clip])
})

test('events arrive in order, and a client that leaves is forgotten', async () => {
  const { handler, studio } = await bench()
  const stop = new AbortController()
  const events = await clientOf(handler).system.events(undefined, { signal: stop.signal })
  expect((await events.next()).value).toEqual({ type: 'ready' })
  studio.hub.send({ type: 'project', path: null })
  expect((await events.next()).value).toEqual({ type: 'project', path: null })
  expect(studio.hub.listeners()).toBe(1)
  await events.return?.()
  stop.abort()
  await vi.waitFor(() => expect(studio.hub.listeners()).toBe(0), { timeout: 30_000 })
})

test('an error in the middle of a stream keeps its code', async () => {
  const { handler, studio } = await bench()
  studio.events = async function* () {
    yield { type: 'ready' }
    throw new CortadoError('DISK_FULL', 'The disk is full. Free some space.')
  }
  const events = await clientOf(handler).system.events()
  await events.next()
  await expect(events.next()).rejects.toMatchObject({
    message: 'The disk is full. Free some space.',
    data: { code: 'DISK_FULL' },
  })
})

test('the description lists every procedure of the contract', async () => {
  const { handler } = await bench()
  const answer = await handler(new Request(`${ORIGIN}/api/openapi.json`))
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { operationId: string }>> }
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
  expect(ids).toContain('generation.start')
  expect(ids.length).toBe(new Set(ids).size)
  expect(ids.length).toBeGreaterThanOrEqual(31)
})
