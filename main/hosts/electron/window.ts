import type { BrowserWindow } from 'electron'
import type { ElectronApi } from './api.ts'
import { HOME } from './scheme.ts'

/** What stands before the key that the preload reads from its arguments. A page sees neither. */
const DROP_KEY = '--cortado-drop-key='

/** Opens the window on the studio's home page. The page runs in a sandbox and knows nothing of Node. */
export function openWindow(
  { BrowserWindow }: Pick<ElectronApi, 'BrowserWindow'>,
  preload: string,
  dropKey: string,
): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    backgroundColor: '#0e0f11',
    title: 'Cortado',
    show: false,
    webPreferences: {
      preload,
      additionalArguments: [`${DROP_KEY}${dropKey}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker fetches its dictionaries from a server.
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(HOME)
  return window
}
