import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The `assets` folder: beside the sources in a checkout, in the resources folder of a packaged app (packs must be real
 * files, so they lie outside the archive).
 */
export function assetsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const unpacked = join(folder.replace(/app\.asar$/, ''), 'assets')
    if (existsSync(join(unpacked, 'models'))) return unpacked
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the assets folder is missing: install Cortado again')
    folder = parent
  }
}

/** The brief of the sample film. */
export function sampleBriefPath(): string {
  return join(assetsFolder(), 'briefs', 'sample.txt')
}

/** Settings and lists: CORTADO_CONFIG, or `.config/cortado` in the user's home folder. */
export function settingsFolder(): string {
  return process.env['CORTADO_CONFIG'] ?? join(homedir(), '.config', 'cortado')
}

/**
 * The user's own packs, which may be many gigabytes: CORTADO_DATA, or the settings folder where CORTADO_CONFIG moves that,
 * or where this system keeps the data of programs.
 */
export function dataFolder(): string {
  const { CORTADO_DATA, CORTADO_CONFIG, XDG_DATA_HOME, LOCALAPPDATA } = process.env
  const named = CORTADO_DATA ?? CORTADO_CONFIG
  if (named !== undefined) return named
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Cortado')
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Cortado')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'cortado')
}

/** Where new projects go: CORTADO_HOME, or `Cortado` in the user's home folder. */
export function defaultProjectsFolder(): string {
  return process.env['CORTADO_HOME'] ?? join(homedir(), 'Cortado')
}
