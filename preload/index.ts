import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { NativeBridge } from './bridge.ts'

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
  pathForFile: (file) => webUtils.getPathForFile(file),
}

async function ask(path: string, input: object): Promise<string | null> {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(input) })
  if (!answer.ok) throw new Error('The dialog cannot be opened. Try again.')
  const { path: picked } = (await answer.json()) as { path: string | null }
  return picked
}

contextBridge.exposeInMainWorld('cortado', bridge)
