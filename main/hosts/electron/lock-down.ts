import type { ElectronApi } from './api.ts'
import { isStudioUrl } from './scheme.ts'

/** Schemes that a page may load from: its own, and what it made itself. */
const LOCAL = /^(?:studio|blob|data|devtools):/

/** Chromium's own errands, none of which the studio needs: it makes no request that the user did not start. */
const QUIET_SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
]

/** Before ready: keeps Chromium from calling home. */
export function silence({ app }: Pick<ElectronApi, 'app'>): void {
  for (const name of QUIET_SWITCHES) app.commandLine.appendSwitch(name)
}

/** Denies every page navigation elsewhere, new windows, webviews, permissions, devices and remote requests. */
export function lockDown({ app, session }: Pick<ElectronApi, 'app' | 'session'>): void {
  const all = session.defaultSession
  all.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  all.setPermissionCheckHandler(() => false)
  all.setDevicePermissionHandler(() => false)
  all.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !LOCAL.test(details.url) }))
  all.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-navigate', (event) => {
      if (!isStudioUrl(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isStudioUrl(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!isStudioUrl(event.url)) event.preventDefault()
    })
  })
}
