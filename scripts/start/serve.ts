import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CortadoError, errorCode } from '../../core/errors.ts'
import { serveStudio } from '../../main/hosts/web/serve.ts'
import type { WebDoor } from '../../main/hosts/web/index.ts'
import type { Studio } from '../../main/studio/studio.ts'
import { hasDisplay } from './find-electron.ts'
import { openBrowser } from './open-browser.ts'

/** The port that is tried first, so that the window keeps its origin, and with it its layout, from one start to the next. */
const USUAL_PORT = 7410

interface WebStart {
  root: string
  studio: Studio
  /** Why the studio is not in Electron. */
  reason: string
  port: number | undefined
  listen: string | undefined
  open: boolean
}

/** Serves the studio, says where, opens a browser where there is a display, and stays until it is interrupted. */
export async function startWeb({ root, studio, reason, port, listen, open }: WebStart): Promise<void> {
  const door = await openDoor({ studio, rendererFolder: join(root, 'dist', 'renderer'), listen }, port)
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
  say(`Cortado is served here because ${reason}:`)
  say(`  ${door.address()}`)
  say('The address opens one browser, once. Press Enter for another one, Ctrl-C to end.')
  if (open && hasDisplay(process.platform, process.env)) {
    const opened = await openBrowser(door.address(), join(studio.projectsFolder, '.window'))
    say(opened === null ? 'No browser could be started; open the address yourself.' : `It was opened in ${opened}.`)
  } else {
    say(open ? 'There is no display, so no browser was opened.' : 'No browser was opened, as asked.')
  }
  await untilInterrupted(() => say(`  ${door.address()}`))
  await door.close()
  await studio.close()
}

async function openDoor(
  options: Omit<Parameters<typeof serveStudio>[0], 'port'>,
  port: number | undefined,
): Promise<WebDoor> {
  if (port !== undefined) return await serveStudio({ ...options, port })
  try {
    return await serveStudio({ ...options, port: USUAL_PORT })
  } catch (error) {
    if (!(error instanceof CortadoError) || errorCode(error) !== 'INVALID_INPUT') throw error
    return await serveStudio({ ...options, port: 0 })
  }
}

/** Resolves on Ctrl-C or a polite kill; each line typed meanwhile asks for a fresh address. */
async function untilInterrupted(onLine: () => void): Promise<void> {
  const lines = process.stdin.isTTY ? createInterface({ input: process.stdin }).on('line', onLine) : null
  await new Promise<void>((resolve) => {
    const end = (): void => resolve()
    process.once('SIGINT', end).once('SIGTERM', end)
    lines?.once('SIGINT', end)
  })
  lines?.close()
}
