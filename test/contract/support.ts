import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { studioGrants } from '../../main/grants.ts'
import { createHandler } from '../../main/handler/index.ts'
import type { Handler } from '../../main/handler/index.ts'
import { fakeStudio } from '../fakes/studio.ts'
import type { FakeStudio } from '../fakes/studio.ts'

interface Bench {
  studio: FakeStudio
  handler: Handler
  /** Holds the window's files; a secret lies beside it. */
  rendererFolder: string
  folder: string
}

/** A handler over a studio in memory and a small built window, gone when the test ends. */
export async function bench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'cortado-door-'))
  const rendererFolder = join(folder, 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Cortado</title>')
  await writeFile(join(rendererFolder, 'assets', 'index-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await mkdir(join(folder, 'renderer-of-others'))
  await writeFile(join(folder, 'renderer-of-others', 'secret.txt'), 'secret')
  const studio = await fakeStudio()
  onTestFinished(async () => {
    await studio.close()
    await rm(folder, { recursive: true, force: true })
  })
  const handler = createHandler({ studio, grants: studioGrants(studio), rendererFolder, version: '0.1.0' })
  return { studio, handler, rendererFolder, folder }
}

/** A POST of JSON. */
export function post(url: string, body: unknown): Request {
  const json = typeof body === 'string' ? body : JSON.stringify(body)
  return new Request(url, { method: 'POST', body: json, headers: { 'content-type': 'application/json' } })
}

/** Code and sentence of a refused answer. */
export async function refusal(response: Response): Promise<{ status: number; code: unknown; message: string }> {
  const body = (await response.json()) as Record<string, unknown>
  const inner = (body['json'] ?? body) as { message: string; data?: { code?: unknown } }
  return { status: response.status, code: inner.data?.code, message: inner.message }
}
