import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { PACKS } from '../unit/inference/tiny.ts'

/** A copy of a fixture pack at `path` whose passes have `window` frames and whose clips are long. Gives the path. */
export function shortPasses(name: string, path: string, window: number): string {
  cpSync(join(PACKS, name), path, { recursive: true })
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  manifest.frames = { ...manifest.frames, window, max: 300 }
  writeFileSync(file, JSON.stringify(manifest))
  return path
}
