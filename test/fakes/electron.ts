import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, WebPreferences } from 'electron'
import type { ElectronApi } from '../../main/hosts/electron/api.ts'

type PageHandler = (request: Request) => Response | Promise<Response>

/** An event of Electron's kind: something that can be prevented. */
export interface FakeEvent {
  url: string
  defaultPrevented: boolean
  preventDefault(): void
}

/** An event about an address. */
export function fakeEvent(url = ''): FakeEvent {
  return {
    url,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}

/** What goes on in a page, as far as main can see it. */
export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  sent: unknown[][] = []
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  send(...message: unknown[]): void {
    this.sent.push(message)
  }
}

interface FakeWindow extends EventEmitter {
  options: { webPreferences: WebPreferences; show?: boolean }
  webContents: FakeContents
  loaded: string | null
  shown: boolean
}

/** Everything that the program did to Electron, and ways to play Electron's part. */
export interface FakeElectron {
  api: ElectronApi
  calls: string[]
  windows: FakeWindow[]
  menu: MenuItemConstructorOptions[] | null
  switches: string[]
  schemes: { scheme: string; privileges?: Record<string, boolean> }[]
  permission(name: string): boolean
  /** Whether a request of a page to that address would be let out. */
  request(url: string): boolean
  pick: { folder: string | null; file: string | null }
  forked: { entry: string; child: FakeUtility }[]
  ready(): void
  /** A request of the page, through `protocol.handle` as Electron passes it. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  app: EventEmitter
  exited: Promise<number>
}

/** A utility process that nobody is in. */
class FakeUtility extends EventEmitter {
  pid: number | undefined = undefined
  stderr = new EventEmitter()
  posted: unknown[] = []
  killed = false
  postMessage(message: unknown): void {
    this.posted.push(message)
  }
  kill(): boolean {
    this.killed = true
    return true
  }
}

/**
 * A small Electron for tests, strict about the rules that the real one has: scheme privileges only before ready, handlers,
 * windows and menus only after it, one handler a scheme, and a page origin that must match.
 */
export function fakeElectron(options: { locked?: boolean } = {}): FakeElectron {
  const calls: string[] = []
  const handlers = new Map<string, PageHandler>()
  const windows: FakeWindow[] = []
  let isReady = false
  const { promise: whenReady, resolve: makeReady } = Promise.withResolvers<void>()
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>()
  const after = (what: string): void => {
    calls.push(what)
    if (!isReady) throw new Error(`${what} before the app is ready`)
  }
  const before = (what: string): void => {
    calls.push(what)
    if (isReady) throw new Error(`${what} after the app is ready`)
  }

  const app = Object.assign(new EventEmitter(), {
    commandLine: { appendSwitch: (name: string) => (before('appendSwitch'), void fake.switches.push(name)) },
    requestSingleInstanceLock: () => (calls.push('lock'), options.locked !== true),
    whenReady: () => whenReady,
    getVersion: () => '0.1.0',
    getPath: (name: string) => `/home/user/${name}`,
    quit: () => void (calls.push('quit'), app.emit('before-quit', fakeEvent())),
    exit: (code: number) => (calls.push('exit'), exit(code)),
  })
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: (c: unknown, name: string, decide: (yes: boolean) => void) => void) => {
      fake.permission = (name) => {
        let answer = true
        handler(null, name, (yes) => (answer = yes))
        return answer || checks(name)
      }
    },
    setPermissionCheckHandler: (handler: (c: unknown, name: string) => boolean) => {
      checks = (name) => handler(null, name)
    },
    setDevicePermissionHandler: () => calls.push('devices denied'),
    webRequest: {
      onBeforeRequest: (listener: (d: { url: string }, decide: (a: { cancel?: boolean }) => void) => void) => {
        fake.request = (url) => {
          let cancelled = false
          listener({ url }, (answer) => (cancelled = answer.cancel === true))
          return !cancelled
        }
      },
    },
  })
  let checks = (_name: string): boolean => true

  class BrowserWindow extends EventEmitter implements FakeWindow {
    webContents = new FakeContents()
    loaded: string | null = null
    shown = false
    options: FakeWindow['options']
    constructor(given: FakeWindow['options']) {
      super()
      after('window')
      this.options = given
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
    async loadURL(url: string): Promise<void> {
      this.loaded = url
      await fake.fetch(url)
      this.emit('ready-to-show')
    }
    show(): void {
      this.shown = true
    }
    focus(): void {
      calls.push('focus')
    }
    isMinimized(): boolean {
      return false
    }
  }

  const api = {
    app,
    BrowserWindow,
    session: { defaultSession: session },
    protocol: {
      registerSchemesAsPrivileged: (schemes: FakeElectron['schemes']) => {
        before('registerSchemesAsPrivileged')
        fake.schemes = schemes
      },
      handle: (scheme: string, handler: PageHandler) => {
        after('handle')
        if (handlers.has(scheme)) throw new Error(`${scheme} is handled already`)
        handlers.set(scheme, handler)
      },
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: MenuItemConstructorOptions[]) => {
        after('menu')
        fake.menu = template
      },
    },
    dialog: {
      showOpenDialog: async () => answerOf(fake.pick.folder, (path) => ({ filePaths: path === null ? [] : [path] })),
      showSaveDialog: async () => answerOf(fake.pick.file, (path) => ({ filePath: path ?? '' })),
      showErrorBox: (title: string, text: string) => calls.push(`error: ${title}: ${text}`),
    },
    utilityProcess: {
      fork: (entry: string) => {
        after('fork')
        const child = new FakeUtility()
        fake.forked.push({ entry, child })
        return child
      },
    },
  }
  const fake: FakeElectron = {
    api: api as unknown as ElectronApi,
    calls,
    windows,
    menu: null,
    switches: [],
    schemes: [],
    permission: () => true,
    request: () => true,
    pick: { folder: null, file: null },
    forked: [],
    app,
    exited,
    ready: () => {
      isReady = true
      makeReady()
    },
    fetch: async (url, init) => {
      const handler = handlers.get(new URL(url).protocol.slice(0, -1))
      if (!handler) throw new TypeError('net::ERR_UNKNOWN_URL_SCHEME')
      return await handler(new Request(url, init))
    },
  }
  return fake
}

function answerOf<T>(path: string | null, shape: (path: string | null) => T): T & { canceled: boolean } {
  return { ...shape(path), canceled: path === null }
}
