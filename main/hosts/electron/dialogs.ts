import { join } from 'node:path'
import type { BrowserWindow, OpenDialogOptions } from 'electron'
import { z } from 'zod'
import type { PickedPaths } from '../../grants.ts'
import type { Handler } from '../../handler/index.ts'
import { refuse, refuseMethod } from '../../handler/refuse.ts'
import type { ElectronApi } from './api.ts'

const OpenPack = z.object({ kind: z.enum(['folder', 'zip']) })
const Dropped = z.object({ key: z.string(), paths: z.array(z.string().min(1).max(4096)).max(1000) })
const SaveFilm = z.object({ name: z.string().max(200) })

interface DialogsOptions {
  dialog: ElectronApi['dialog']
  window: () => BrowserWindow | null
  picked: PickedPaths
  /** Where the save dialog starts. */
  folder: string
  /** Known to the preload alone: it says which files were dropped, and a page must not. */
  dropKey: string
}

/**
 * The file dialogs, as calls under `/native/` of the window's own scheme. What the user picks may be named in later
 * calls; the answer is `{ path }`, null when the user changed their mind, or `{ paths }`.
 */
export function createDialogs({ dialog, window, picked, folder, dropKey }: DialogsOptions): Handler {
  const askAll = async (options: OpenDialogOptions): Promise<string[]> => {
    const owner = window()
    const answer = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options))
    return answer.canceled ? [] : answer.filePaths
  }
  const ask = async (options: OpenDialogOptions): Promise<string | null> => (await askAll(options))[0] ?? null
  const openMedia = async (): Promise<string[]> => {
    const paths = await askAll({ title: 'Import media', properties: ['openFile', 'multiSelections'] })
    for (const path of paths) picked.files.add(path)
    return paths
  }
  const openFolder = async (title: string): Promise<string | null> => {
    const path = await ask({ title, properties: ['openDirectory'] })
    if (path !== null) picked.folders.add(path)
    return path
  }
  const openZip = async (): Promise<string | null> => {
    const filters = [{ name: 'ZIP', extensions: ['zip'] }]
    const path = await ask({ title: 'The ZIP of a pack', properties: ['openFile'], filters })
    if (path !== null) picked.files.add(path)
    return path
  }
  const saveFilm = async (name: string): Promise<string | null> => {
    const options = { title: 'Save the film', defaultPath: join(folder, name.replace(/[\\/:*?"<>|]/g, ' ')) }
    const owner = window()
    const answer = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options))
    if (answer.canceled || answer.filePath === '') return null
    picked.files.add(answer.filePath)
    return answer.filePath
  }
  return async (request) => {
    if (request.method !== 'POST') return refuseMethod('POST')
    switch (new URL(request.url).pathname) {
      case '/native/open-folder':
        return Response.json({ path: await openFolder('Open a project folder') })
      case '/native/open-pack': {
        const input = OpenPack.safeParse(await request.json().catch(() => null))
        if (!input.success) return refuse('INVALID_INPUT', 'Ask for the folder or the ZIP of a pack.')
        const { kind } = input.data
        return Response.json({ path: await (kind === 'zip' ? openZip() : openFolder('The folder of a pack')) })
      }
      case '/native/open-media':
        return Response.json({ paths: await openMedia() })
      case '/native/dropped': {
        const input = Dropped.safeParse(await request.json().catch(() => null))
        if (!input.success || input.data.key !== dropKey) return refuse('PATH_NOT_ALLOWED', 'Drop the files again.')
        for (const path of input.data.paths) picked.files.add(path)
        return Response.json({ paths: input.data.paths })
      }
      case '/native/save-film': {
        const input = SaveFilm.safeParse(await request.json().catch(() => null))
        if (!input.success) return refuse('INVALID_INPUT', 'Give the film a name of at most 200 characters.')
        return Response.json({ path: await saveFilm(input.data.name) })
      }
      default:
        return refuse('NOT_FOUND', 'There is no such dialog.')
    }
  }
}
