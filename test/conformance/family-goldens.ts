import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recipe } from '../../core/generation/recipe.ts'

const PACKS = join(import.meta.dirname, '../fixtures/packs')

interface Values {
  shape: number[]
  float32?: string
  uint8?: string
}

/** One run of the reference; the form is described in `modelpacks/fixtures/tiny.py`. */
export interface GoldenRun {
  name: string
  operation: Recipe['operation']
  prompt: string
  negativePrompt: string
  scheduler: string
  steps: number
  guidance: number
  seed: number
  frames: number
  size: Recipe['size']
  keyframes: { at: number; strength: number; rgb: Values }[]
  heldFrames: number
  temporalDecoder?: boolean
  embeds: { positive: Values; negative: Values }
  latents: Values[]
  pixels: Values
}

export interface FamilyGolden {
  path: string
  name: string
  texts: { text: string; ids: number[] }[]
  runs: GoldenRun[]
}

/** The tiny packs whose goldens have that form. */
export function familyGoldens(): FamilyGolden[] {
  return readdirSync(PACKS).flatMap((name) => {
    const path = join(PACKS, name)
    if (!existsSync(join(path, 'golden.json'))) return []
    const golden = JSON.parse(readFileSync(join(path, 'golden.json'), 'utf8')) as Partial<FamilyGolden> & {
      form?: number
    }
    return golden.form === 1 ? [{ path, name, texts: golden.texts ?? [], runs: golden.runs ?? [] }] : []
  })
}

export function floatsOf({ float32 = '' }: Values): Float32Array {
  const bytes = Buffer.from(float32, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

export function bytesOf({ uint8 = '' }: Values): Buffer {
  return Buffer.from(uint8, 'base64')
}
