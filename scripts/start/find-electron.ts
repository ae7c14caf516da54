import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const DOWNLOAD_LIMIT_MS = 10 * 60_000

/** The Electron program where it lies already: ELECTRON_OVERRIDE_DIST_PATH, or its own package's folder. Null without one. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Fetches the Electron program with its own installer, then looks again. Null where it cannot be had. */
export function fetchElectron(root: string): string | null {
  const installer = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer)) return null
  const result = spawnSync(process.execPath, [installer], { cwd: root, stdio: 'ignore', timeout: DOWNLOAD_LIMIT_MS })
  return result.status === 0 ? findElectron(root) : null
}

/** Why a window of Electron cannot be opened on this machine, whatever is installed; null where it can. */
export function whyNoElectron(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  uid: number | undefined,
): string | null {
  if (!hasDisplay(platform, env)) return 'there is no display'
  if (platform === 'linux' && uid === 0) return 'Electron keeps its sandbox only for users other than root'
  return null
}

/** True where a window can be shown. */
export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
}
