import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RefinerManifest } from '../../../../core/generation/refiner-manifest.ts'
import type { RefineStep } from '../../../../core/generation/recipe.ts'
import { openMasterWriter } from '../../../../main/media/index.ts'
import type { RefinerFolder } from '../../../../main/inference/packs/pack-folder.ts'

/** The folder of the tiny refiners. */
export const REFINERS = join(import.meta.dirname, '../../../fixtures/refiners')

export type TinyRefiner =
  'tiny-upscale-2x' | 'tiny-realesrgan-4x' | 'tiny-fixed-4x' | 'tiny-rife-seven' | 'tiny-rife-timed' | 'tiny-middle'

/** A copy of a tiny refiner in `folder`, with its manifest changed. */
export function copyOfRefiner(
  folder: string,
  name: TinyRefiner,
  change: (manifest: RefinerManifest) => void = () => undefined,
): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  cpSync(join(REFINERS, name), path, { recursive: true })
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as RefinerManifest
  change(manifest)
  writeFileSync(file, JSON.stringify(manifest))
  return path
}

/** A picture with edges, slopes and noise, other for each `seed`: rgb24. */
export function picture(width: number, height: number, seed = 0): Uint8Array {
  let state = (seed + 1) * 2_654_435_761
  return Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const x = Math.floor(i / 3) % width
    const y = Math.floor(i / 3 / width)
    const edge = (x + 2 * y + 5 * seed) % 23 < 9 ? 60 : 0
    return Math.min(255, 40 + edge + ((3 * x + y + 40 * (i % 3)) % 97) + (state >>> 28))
  })
}

export function stepFor(pack: RefinerFolder, rate = { num: 24, den: 1 }): RefineStep {
  const { id, version, tiling } = pack.manifest
  const shared = {
    pack: { id, version, sha256: pack.sha256 },
    tile: tiling.size,
    provider: 'cpu',
    program: 'test',
  } as const
  return pack.manifest.family === 'upscaler'
    ? { ...shared, operation: 'upscale', factor: pack.manifest.factor }
    : { ...shared, operation: 'interpolate', rate }
}

/** Writes a lossless master of `frames` pictures at 8 frames a second. */
export async function writeMaster(
  ffmpegPath: string,
  path: string,
  { width, height, frames }: { width: number; height: number; frames: number },
): Promise<void> {
  const writer = openMasterWriter({ ffmpegPath, path, width, height, rate: { num: 8, den: 1 }, metadata: {} })
  for (let n = 0; n < frames; n++) await writer.write(picture(width, height, n))
  await writer.finish()
}
