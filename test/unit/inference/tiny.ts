import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GenerateRequest } from '../../../core/generation/request.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import { readGolden } from '../../../main/inference/golden/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'

/** The folder that holds the tiny pack. */
export const PACKS = join(import.meta.dirname, '../../fixtures/packs')
export const TINY = join(PACKS, 'tiny-latte')
export const tiny = await readPack(TINY)

/** What diffusers' own LattePipeline made of the tiny pack's weights. */
const [first] = readGolden(JSON.parse(readFileSync(join(TINY, 'golden.json'), 'utf8'))).runs
if (first === undefined) throw new Error('the golden file is empty')
/** What its runs were asked for. */
export const { prompt: PROMPT, negativePrompt: NEGATIVE } = first

/** Little-endian float32 in base64. */
export function floats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

export function tinyRecipe(request: Partial<GenerateRequest> = {}, seed = 7): Recipe {
  const parsed = GenerateRequest.parse({ prompt: PROMPT, negativePrompt: NEGATIVE, ...request })
  return resolveRecipe(parsed, tiny.manifest, tiny.sha256, { seed, provider: 'cpu', program: 'test' })
}

export interface TemporaryFolder {
  path: string
  [Symbol.dispose](): void
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'cortado-inference-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** A copy of the tiny pack in `folder`, with its manifest changed; the files' list still names the originals. */
export function copyOfTiny(folder: string, change: (manifest: PackManifest) => void = () => undefined): string {
  const path = join(folder, 'tiny-latte')
  cpSync(TINY, path, { recursive: true })
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  change(manifest)
  writeFileSync(file, JSON.stringify(manifest))
  return path
}
