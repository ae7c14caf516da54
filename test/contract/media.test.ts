import { randomBytes } from 'node:crypto'
import { rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CortadoError } from '../../core/errors.ts'
import type { Handler } from '../../main/handler/index.ts'
import { sha256 } from '../../main/files/index.ts'
import { bench } from './support.ts'

const ORIGIN = 'http://127.0.0.1:1'
const BYTES = randomBytes(700_000)
const NAME = sha256(BYTES)

async function withMedia(): Promise<{
  handler: Handler
  path: string
  get: (headers?: Record<string, string>, method?: string) => Promise<Response>
}> {
  const { handler, studio, folder } = await bench()
  const path = join(folder, 'media')
  await writeFile(path, BYTES)
  studio.files.set(NAME, { path, mime: 'video/mp4', bytes: BYTES.length })
  return {
    handler,
    path,
    get: (headers = {}, method = 'GET') => handler(new Request(`${ORIGIN}/media/${NAME}`, { headers, method })),
  }
}

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

test('a whole file comes with its length, its tag and leave to keep it', async () => {
  const { get } = await withMedia()
  const answer = await get()
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': '700000',
    'accept-ranges': 'bytes',
    etag: `"${NAME}"`,
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect((await bytesOf(answer)).equals(BYTES)).toBe(true)
})

test.each([
  ['bytes=0-0', 0, 1],
  ['bytes=262143-262145', 262_143, 262_146],
  ['bytes=100-', 100, 700_000],
  ['bytes=-7', 699_993, 700_000],
  ['bytes=5-99999999', 5, 700_000],
])('%s is answered with just that', async (range, from, to) => {
  const { get } = await withMedia()
  const answer = await get({ range })
  expect(answer.status).toBe(206)
  expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/700000`)
  expect(answer.headers.get('content-length')).toBe(String(to - from))
  expect((await bytesOf(answer)).equals(BYTES.subarray(from, to))).toBe(true)
})

test('a range past the end cannot be met', async () => {
  const { get } = await withMedia()
  const answer = await get({ range: 'bytes=700000-' })
  expect([answer.status, answer.headers.get('content-range'), answer.body]).toEqual([416, 'bytes */700000', null])
})

test('HEAD tells the same without a body', async () => {
  const { get } = await withMedia()
  const answer = await get({ range: 'bytes=10-19' }, 'HEAD')
  expect([answer.status, answer.headers.get('content-length'), answer.body]).toEqual([206, '10', null])
})

test('If-Range with another tag gets the whole file, with this one the range', async () => {
  const { get } = await withMedia()
  expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
  expect((await get({ range: 'bytes=0-1', 'if-range': `"${NAME}"` })).status).toBe(206)
})

test('a client that has the file is told so', async () => {
  const { get } = await withMedia()
  const answer = await get({ 'if-none-match': `"x", "${NAME}"` })
  expect([answer.status, answer.body]).toEqual([304, null])
})

test.each([['POST'], ['PUT'], ['DELETE']])('%s is refused', async (method) => {
  const { get } = await withMedia()
  const answer = await get({}, method)
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test.each([['0'.repeat(64)], ['..%2f..%2fetc%2fpasswd'], [NAME.toUpperCase()], [''], [`${NAME}/`], ['a'.repeat(63)]])(
  'there is no media %s',
  async (name) => {
    const { handler } = await withMedia()
    expect((await handler(new Request(`${ORIGIN}/media/${name}`))).status).toBe(404)
  },
)

test('a file that is gone or a closed project are told as such', async () => {
  const { get, path } = await withMedia()
  await rm(path)
  expect((await get()).status).toBe(404)
  const { handler, studio } = await bench()
  studio.media = () => Promise.reject(new CortadoError('NO_PROJECT', 'No project is open.'))
  expect((await handler(new Request(`${ORIGIN}/media/${NAME}`))).status).toBe(409)
})

test('a file that is cut short while it is served ends in an error, not in silence', async () => {
  const { get, path } = await withMedia()
  const reader = (await get()).body!.getReader()
  await reader.read()
  await truncate(path, 300_000)
  const rest = (async () => {
    while (!(await reader.read()).done);
  })()
  await expect(rest).rejects.toThrow('became shorter')
})

test('a reader that stops early lets go of the file', async () => {
  const { get } = await withMedia()
  for (let turn = 0; turn < 50; turn += 1) {
    const reader = (await get()).body!.getReader()
    await reader.read()
    await reader.cancel()
  }
})
