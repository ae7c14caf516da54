import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { z } from 'zod'
import type { PickedPaths } from '../../grants.ts'
import type { Handler } from '../../handler/index.ts'
import { refuse, refuseMethod } from '../../handler/refuse.ts'
import type { ElectronApi } from './api.ts'

const SaveFilm = z.object({ name: z.string().max(200) })

interface DialogsOptions {
  dialog: ElectronApi['dialog']
  window: () => BrowserWindow | null
  picked: PickedPaths
  /** Where the save dialog starts. */
  folder: string
}

/**
 * The two file dialogs, as calls under `/native/` of the window's own scheme. What the user picks may be named in later
 * calls; the answer is `{ path }`, null when the user changed their mind.
 */
export function createDialogs({ dialog, window, picked, folder }: DialogsOptions): Handler {
  const openFolder = async (): Promise<string | null> => {
    const options = { title: 'Open a project folder', properties: ['openDirectory' as const] }
    const owner = window()
    const answer = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options))
    const path = answer.canceled ? undefined : answer.filePaths[0]
    if (path === undefined) return null
    picked.folders.add(path)
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
        return Response.json({ path: await openFolder() })
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
