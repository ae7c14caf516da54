import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CortadoError } from '../../../../core/errors.ts'
import { boot } from '../../../../main/hosts/electron/boot.ts'
import type { WorkerProcess } from '../../../../main/inference/index.ts'
import { FakeContents, fakeElectron, fakeEvent } from '../../../fakes/electron.ts'
import type { FakeElectron } from '../../../fakes/electron.ts'
import { fakeStudio } from '../../../fakes/studio.ts'
import type { FakeStudio } from '../../../fakes/studio.ts'

interface Booted {
  electron: FakeElectron
  studio: FakeStudio
  spawn: () => WorkerProcess
}

async function booted(): Promise<Booted> {
  const electron = fakeElectron()
  const studio = await fakeStudio()
  const rendererFolder = await mkdtemp(join(tmpdir(), 'cortado-electron-'))
  await mkdir(join(rendererFolder, 'assets'))
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Cortado</title>')
  onTestFinished(async () => {
    await studio.close()
    await rm(rendererFolder, { recursive: true, force: true })
  })
  let spawn: (() => WorkerProcess) | undefined
  boot({
    electron: electron.api,
    programFolder: '/program',
    rendererFolder,
    openStudio: async (options) => {
      spawn = options.spawn
      return studio
    },
  })
  electron.ready()
  await vi.waitFor(() => expect(electron.windows[0]?.shown).toBe(true), { timeout: 30_000 })
  return { electron, studio, spawn: spawn! }
}

test('the scheme has its privileges before ready, and everything else comes after', async () => {
  const { electron } = await booted()
  const [scheme] = electron.schemes
  expect(scheme).toMatchObject({
    scheme: 'studio',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
  })
  expect(scheme?.privileges).not.toHaveProperty('bypassCSP')
  const order = electron.calls.filter((call) =>
    ['lock', 'registerSchemesAsPrivileged', 'handle', 'window'].includes(call),
  )
  expect(order).toEqual(['lock', 'registerSchemesAsPrivileged', 'handle', 'window'])
})

test('a second start hands over to the first one and touches nothing', () => {
  const electron = fakeElectron({ locked: true })
  const openStudio = vi.fn()
  boot({ electron: electron.api, programFolder: '/program', rendererFolder: '/', openStudio })
  expect(electron.calls).toEqual(['lock', 'quit'])
  expect(openStudio).not.toHaveBeenCalled()
})

test('the window is a sandbox without Node and loads the studio', async () => {
  const { electron } = await booted()
  const [window] = electron.windows
  expect(window?.loaded).toBe('studio://app/')
  expect(window?.options.webPreferences).toMatchObject({
    preload: join('/program', 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  })
})

test('page, calls, events and media come through protocol.handle', async () => {
  const { electron, studio } = await booted()
  const page = await electron.fetch('studio://app/')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('Cortado')
  const call = await electron.fetch('studio://app/rpc/system/status', { method: 'POST', body: '{}' })
  expect(await call.json()).toMatchObject({ json: { version: '0.1.0' } })
  const events = await electron.fetch('studio://app/api/events')
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  while (!heard.includes('ready')) heard += (await reader.read()).value ?? ''
  await reader.cancel()
  await vi.waitFor(() => expect(studio.hub.listeners()).toBe(0), { timeout: 30_000 })
  const file = join(studio.folder, 'clip')
  await writeFile(file, 'abcdef')
  studio.files.set('a'.repeat(64), { path: file, mime: 'video/mp4', bytes: 6 })
  const range = await electron.fetch(`studio://app/media/${'a'.repeat(64)}`, { headers: { range: 'bytes=2-3' } })
  expect([range.status, await range.text()]).toEqual([206, 'cd'])
})

test('another host of the scheme is nobody', async () => {
  const { electron } = await booted()
  for (const url of ['studio://other/', 'studio://app.evil/rpc/system/status', 'studio://app:1/']) {
    expect((await electron.fetch(url)).status).toBe(404)
  }
})

test('navigation, new windows, webviews, permissions, downloads and remote requests are denied', async () => {
  const { electron } = await booted()
  const contents = electron.windows[0]!.webContents
  expect(contents.openHandler?.({ url: 'studio://app/' })).toEqual({ action: 'deny' })
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'studio://other/',
      'javascript:1',
      'not an address',
    ]) {
      const event = fakeEvent(url)
      contents.emit(name, event)
      expect([name, url, event.defaultPrevented]).toEqual([name, url, true])
    }
    const home = fakeEvent('studio://app/')
    contents.emit(name, home)
    expect(home.defaultPrevented).toBe(false)
  }
  const webview = fakeEvent()
  contents.emit('will-attach-webview', webview)
  expect(webview.defaultPrevented).toBe(true)
  for (const name of ['media', 'geolocation', 'notifications', 'openExternal', 'fullscreen']) {
    expect([name, electron.permission(name)]).toEqual([name, false])
  }
  for (const url of ['https://example.com/x', 'http://127.0.0.1/', 'ws://example.com', 'file:///etc/passwd']) {
    expect([url, electron.request(url)]).toEqual([url, false])
  }
  expect(electron.request('studio://app/rpc/x')).toBe(true)
  expect(electron.request('blob:studio://app/1')).toBe(true)
})

test('contents made later are locked down too', async () => {
  const { electron } = await booted()
  const later = new FakeContents()
  electron.app.emit('web-contents-created', {}, later)
  expect(later.openHandler?.({ url: 'https://example.com' })).toEqual({ action: 'deny' })
})

test('a menu command reaches the page', async () => {
  const { electron } = await booted()
  const edit = electron.menu!.find(({ label }) => label === 'Edit')!
  const undo = (edit.submenu as { id?: string; click?: () => void }[]).find(({ id }) => id === 'edit.undo')
  undo?.click?.()
  expect(electron.windows[0]!.webContents.sent).toEqual([['cortado:command', 'edit.undo']])
})

test('what the user picks in a dialog may be named afterwards, and only that', async () => {
  const { electron } = await booted()
  const picked = await mkdtemp(join(tmpdir(), 'cortado-picked-'))
  onTestFinished(() => rm(picked, { recursive: true, force: true }))
  const open = async (path: string) =>
    (
      await electron.fetch('studio://app/api/project/open', {
        method: 'POST',
        body: JSON.stringify({ path }),
        headers: { 'content-type': 'application/json' },
      })
    ).status
  const ask = async (name: string, body: unknown) =>
    await (await electron.fetch(`studio://app/native/${name}`, { method: 'POST', body: JSON.stringify(body) })).json()
  expect(await open(picked)).toBe(403)
  expect(await ask('open-folder', {})).toEqual({ path: null })
  expect(await open(picked)).toBe(403)
  electron.pick = { folder: picked, file: join(picked, 'film.mp4') }
  expect(await ask('open-folder', {})).toEqual({ path: picked })
  expect(await open(picked)).toBe(200)
  expect(await ask('save-film', { name: 'film.mp4' })).toEqual({ path: join(picked, 'film.mp4') })
  electron.pick = { folder: join(picked, 'pack'), file: '' }
  expect(await ask('open-pack', { kind: 'folder' })).toEqual({ path: join(picked, 'pack') })
  expect(await ask('open-pack', { kind: 'everything' })).toMatchObject({ data: { code: 'INVALID_INPUT' } })
  expect(await ask('save-film', { name: 7 })).toMatchObject({ data: { code: 'INVALID_INPUT' } })
  expect((await electron.fetch('studio://app/native/open-folder')).status).toBe(405)
  expect(await ask('format-disk', {})).toMatchObject({ data: { code: 'NOT_FOUND' } })
})

test('files that were picked or dropped may be imported, and a page alone cannot say that they were', async () => {
  const { electron } = await booted()
  const picked = await mkdtemp(join(tmpdir(), 'cortado-picked-'))
  onTestFinished(() => rm(picked, { recursive: true, force: true }))
  const post = async (path: string, body: unknown) =>
    await electron.fetch(`studio://app${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const project = await post('/api/project/sample', {})
  expect(project.status).toBe(200)
  const [one, two] = [join(picked, 'one.mov'), join(picked, 'two.mov')]
  const imported = async (path: string) => (await post('/api/media/import', { paths: [path] })).status
  expect(await imported(one)).toBe(403)
  electron.pick = { folder: one, file: '' }
  expect(await (await post('/native/open-media', {})).json()).toEqual({ paths: [one] })
  expect(await imported(one)).toBe(200)

  const dropped = { paths: [two] }
  expect(await (await post('/native/dropped', { ...dropped, key: '' })).json()).toMatchObject({
    data: { code: 'PATH_NOT_ALLOWED' },
  })
  expect(await imported(two)).toBe(403)
  const words = electron.windows[0]!.options.webPreferences?.additionalArguments ?? []
  const key = words.find((word) => word.startsWith('--cortado-drop-key='))?.split('=')[1]
  expect(await (await post('/native/dropped', { ...dropped, key })).json()).toEqual(dropped)
  expect(await imported(two)).toBe(200)
})

test('the worker is a utility process behind the face of a forked one', async () => {
  const { electron, spawn } = await booted()
  const worker = spawn()
  const [{ entry, child } = { entry: '', child: null }] = electron.forked
  expect(entry).toBe(join('/program', 'inference-worker.js'))
  const heard: unknown[] = []
  worker.onMessage((message) => heard.push(message))
  child!.emit('message', { type: 'ready' })
  expect(heard).toEqual([{ type: 'ready' }])
  worker.send({ type: 'shutdown' })
  expect(child!.posted).toEqual([{ type: 'shutdown' }])
  worker.kill()
  expect(child!.killed).toBe(true)
  const reasons: string[] = []
  worker.onExit((reason) => reasons.push(reason))
  child!.stderr.emit('data', Buffer.from('out of memory'))
  child!.emit('exit', 137)
  expect(reasons).toEqual(['exit code 137 out of memory'])
  worker.send({ type: 'shutdown' })
  expect(child!.posted).toHaveLength(1)
})

test('quitting waits for the studio, once', async () => {
  const { electron, studio } = await booted()
  const close = vi.spyOn(studio, 'close')
  const event = fakeEvent()
  electron.app.emit('before-quit', event)
  electron.app.emit('before-quit', fakeEvent())
  expect(event.defaultPrevented).toBe(true)
  expect(await electron.exited).toBe(0)
  expect(close).toHaveBeenCalledTimes(1)
})

test('a start that fails shows why and ends', async () => {
  const electron = fakeElectron()
  const openStudio = () => Promise.reject(new CortadoError('DISK_FULL', 'The disk is full. Free some space.'))
  boot({ electron: electron.api, programFolder: '/program', rendererFolder: '/', openStudio })
  electron.ready()
  expect(await electron.exited).toBe(1)
  expect(electron.calls).toContain('error: Cortado cannot start: The disk is full. Free some space.')
  expect(electron.windows).toEqual([])
})
