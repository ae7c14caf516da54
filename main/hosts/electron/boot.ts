import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { nothingPicked, studioGrants } from '../../grants.ts'
import { createHandler } from '../../handler/index.ts'
import type { Handler } from '../../handler/index.ts'
import { secured } from '../../handler/headers.ts'
import { refuse } from '../../handler/refuse.ts'
import type { SpawnWorker } from '../../inference/index.ts'
import type { Studio } from '../../studio/studio.ts'
import type { ElectronApi } from './api.ts'
import { createDialogs } from './dialogs.ts'
import { lockDown, silence } from './lock-down.ts'
import { menuTemplate } from './menu.ts'
import { isStudioUrl, SCHEME } from './scheme.ts'
import { utilityWorker } from './utility-worker.ts'
import { openWindow } from './window.ts'

interface BootOptions {
  electron: ElectronApi
  openStudio(options: { spawn: SpawnWorker }): Promise<Studio>
  /** Folder that holds the built main process, the worker and the preload. */
  programFolder: string
  /** The built window. */
  rendererFolder: string
}

/** Event name that carries a menu command to the page. */
const COMMAND_CHANNEL = 'cortado:command'

/**
 * Starts the desktop studio. It returns at once, before Electron is ready: the scheme's privileges must be known by then,
 * and Electron is ready only after its entry module has ended. Rejects nothing; a start that fails shows why and quits.
 */
export function boot(options: BootOptions): void {
  const { electron } = options
  const { app, protocol } = electron
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  silence(electron)
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
  app.whenReady().then(
    () => start(options).catch((error: unknown) => failed(electron, error)),
    (error: unknown) => failed(electron, error),
  )
}

async function start({ electron, openStudio, programFolder, rendererFolder }: BootOptions): Promise<void> {
  const { app, dialog, Menu, protocol } = electron
  const studio = await openStudio({
    spawn: (env) => utilityWorker(electron, join(programFolder, 'inference-worker.js'), env),
  })
  const picked = nothingPicked()
  const dropKey = randomBytes(24).toString('hex')
  let window: BrowserWindow | null = null
  const show = (): void => {
    window = openWindow(electron, join(programFolder, 'preload.cjs'), dropKey)
    window.once('closed', () => (window = null))
  }
  const grants = studioGrants(studio, picked)
  const handler = createHandler({ studio, grants, rendererFolder, version: app.getVersion() })
  const dialogs = createDialogs({ dialog, window: () => window, picked, folder: app.getPath('videos'), dropKey })
  protocol.handle(SCHEME, answer(handler, dialogs))
  lockDown(electron)
  const send = (id: string): void => window?.webContents.send(COMMAND_CHANNEL, id)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, send)))

  app.on('second-instance', () => {
    if (!window) return show()
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (!window) show()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  closeBeforeQuit(electron, studio)
  show()
}

function answer(handler: Handler, dialogs: Handler): Handler {
  return async (request) => {
    if (!isStudioUrl(request.url)) return secured(refuse('NOT_FOUND', 'The studio has one address only.'))
    return new URL(request.url).pathname.startsWith('/native/')
      ? secured(await dialogs(request))
      : await handler(request)
  }
}

function closeBeforeQuit({ app }: ElectronApi, studio: Studio): void {
  let closing = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    void studio.close().finally(() => app.exit(0))
  })
}

function failed({ app, dialog }: ElectronApi, error: unknown): void {
  dialog.showErrorBox('Cortado cannot start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
