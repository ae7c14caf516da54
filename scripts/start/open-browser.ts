import { spawn } from 'node:child_process'
import { findChromium } from '../setup/find-chromium.ts'

/** Keeps the browser from making requests of its own: the studio's window is offline. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Opens the address in a window of its own in an installed Chromium, else in the default browser. Says which one; null
 * when no program could be started.
 */
export async function openBrowser(address: string, profile: string): Promise<string | null> {
  const chromium = findChromium()
  if (chromium !== null) {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const args = [`--app=${address}`, `--user-data-dir=${profile}`, ...QUIET, ...asRoot]
    if (await starts(chromium, args)) return chromium
  }
  const [program, ...args] = defaultBrowser(address)
  return (await starts(program, args)) ? 'the default browser' : null
}

function defaultBrowser(address: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', address]
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  return ['xdg-open', address]
}

async function starts(program: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.unref()
  return await new Promise((resolve) => {
    child.once('spawn', () => resolve(true))
    child.once('error', () => resolve(false))
  })
}
