import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { NativeBridge } from './bridge.ts'

/** Lets this preload, and no page, say what was dropped. */
const dropKey = process.argv.find((word) => word.startsWith('--cortado-drop-key='))?.split('=')[1] ?? ''

const bridge: NativeBridge = {
  platform: process.platform,
  onCommand(listener) {
    const hear = (_event: unknown, id: string): void => listener(id)
    ipcRenderer.on('cortado:command', hear)
    return () => void ipcRenderer.off('cortado:command', hear)
  },
  openProjectFolder: () => ask('/native/open-folder', {}),
  openPack: (kind) => ask('/native/open-pack', { kind }),
  saveFilm: (name) => ask('/native/save-film', { name }),
  openMedia: () => askAll('/native/open-media', {}),
  dropped: (files) => {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
    return askAll('/native/dropped', { key: dropKey, paths })
  },
}

async function ask(path: string, input: object): Promise<string | null> {
  const { path: picked } = (await call(path, input)) as { path: string | null }
  return picked
}

async function askAll(path: string, input: object): Promise<string[]> {
  const { paths } = (await call(path, input)) as { paths: string[] }
  return paths
}

async function call(path: string, input: object): Promise<unknown> {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(input) })
  if (!answer.ok) throw new Error('The dialog cannot be opened. Try again.')
  return await answer.json()
}

contextBridge.exposeInMainWorld('cortado', bridge)
