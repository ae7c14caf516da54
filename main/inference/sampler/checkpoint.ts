import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { asideName, replaceFile, writeFileAtomic } from '../../files/index.ts'
import type { TorchGeneratorState } from '../noise/index.ts'
import type { SchedulerState } from '../schedulers/index.ts'

/** Where a job stands after a step; all that the next step depends on. */
export interface Checkpoint {
  /** sha256 of the recipe's canonical JSON: a checkpoint belongs to one recipe only. */
  recipe: string
  /** Steps that are done. Equal to the recipe's steps when only decoding is left. */
  step: number
  latents: Float32Array
  scheduler: SchedulerState
  generator: TorchGeneratorState
  /** Milliseconds spent so far, over all attempts. */
  elapsedMs: number
}

const FILE = 'step.ckpt'
const MAGIC = 'CORTADO2'
const CHECK_BYTES = 4
const PREFIX_BYTES = 12

/** At most so much work is lost to a power cut. A checkpoint that waits for the disk costs as much as a quick step. */
const SYNC_EVERY_MS = 3000
let syncedAt = Number.NEGATIVE_INFINITY

const Header = z.object({
  recipe: z.string(),
  step: z.int().nonnegative(),
  elapsedMs: z.number().nonnegative(),
  latents: z.int().nonnegative(),
  numbers: z.record(z.string(), z.number()),
  arrays: z.array(z.object({ name: z.string(), length: z.int().nonnegative() })),
  generator: z.object({ words: z.array(z.number()), position: z.number(), spare: z.number().nullable() }),
})

/**
 * Writes `step.ckpt` whole or not at all: magic (8 bytes), header length (u32, little endian), header as JSON, latents
 * and the scheduler's arrays as float32, CRC-32 of everything before: it tells a file that a
 * power cut tore, and takes a tenth of the time of a hash. Every few seconds one is forced onto the disk; those
 * between outlive this process.
 */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const arrays = Object.entries(checkpoint.scheduler.arrays)
  const header = Buffer.from(
    JSON.stringify({
      recipe: checkpoint.recipe,
      step: checkpoint.step,
      elapsedMs: checkpoint.elapsedMs,
      latents: checkpoint.latents.length,
      numbers: checkpoint.scheduler.numbers,
      arrays: arrays.map(([name, { length }]) => ({ name, length })),
      generator: checkpoint.generator,
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const tensors = [checkpoint.latents, ...arrays.map(([, array]) => array)].map(bytesOf)
  const parts = [Buffer.from(MAGIC), length, header, ...tensors]
  const check = Buffer.alloc(CHECK_BYTES)
  check.writeUInt32LE(parts.reduce((sum, part) => crc32(part, sum), 0))
  const whole = [...parts, check]
  const path = join(folder, FILE)
  if (performance.now() - syncedAt < SYNC_EVERY_MS) return replaceFile(path, whole)
  await writeFileAtomic(path, Buffer.concat(whole))
  syncedAt = performance.now()
}

/** The checkpoint of that recipe; null where there is none, or where it is damaged or of another recipe. */
export async function readCheckpoint(folder: string, recipe: string): Promise<Checkpoint | null> {
  const path = join(folder, FILE)
  const file = (await readIfThere(path)) ?? (await readIfThere(asideName(path)))
  const checkpoint = file === null ? null : decode(file)
  return checkpoint?.recipe === recipe ? checkpoint : null
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Removes the checkpoint; harmless where there is none. */
export async function removeCheckpoint(folder: string): Promise<void> {
  const path = join(folder, FILE)
  await rm(path, { force: true })
  await rm(asideName(path), { force: true })
}

function decode(file: Buffer): Checkpoint | null {
  if (file.length < PREFIX_BYTES + CHECK_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  const body = file.subarray(0, -CHECK_BYTES)
  if (crc32(body) !== file.readUInt32LE(body.length)) return null
  const start = PREFIX_BYTES + body.readUInt32LE(MAGIC.length)
  if (start > body.length) return null
  // The sum was right, so the text is what this program wrote: anything odd in it is another version's.
  const parsed = Header.safeParse(JSON.parse(body.toString('utf8', PREFIX_BYTES, start)))
  if (!parsed.success) return null
  const header = parsed.data
  const total = header.arrays.reduce((sum, array) => sum + array.length, header.latents)
  if (body.length - start !== total * 4) return null
  const values = new Float32Array(total)
  bytesOf(values).set(body.subarray(start))
  let offset = header.latents
  const arrays = header.arrays.map(({ name, length }) => [name, values.slice(offset, (offset += length))] as const)
  return {
    recipe: header.recipe,
    step: header.step,
    elapsedMs: header.elapsedMs,
    latents: values.slice(0, header.latents),
    scheduler: { numbers: header.numbers, arrays: Object.fromEntries(arrays) },
    generator: header.generator,
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
