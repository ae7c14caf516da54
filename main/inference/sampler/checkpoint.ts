import { closeSync, constants, openSync, writevSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { diskError, writeFileAtomic } from '../../files/index.ts'
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
const QUICK = ['step.0.ckpt', 'step.1.ckpt'] as const
const MAGIC = 'CORTADO2'
const CHECK_BYTES = 4
const PREFIX_BYTES = 12
const END = Buffer.from('}')

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

/** The checkpoints of one take, as they come. */
export interface CheckpointKeeper {
  /** Afterwards the checkpoint outlives this process. Throws `DISK_FULL` or `PROJECT_READ_ONLY`, of an earlier one too. */
  keep(checkpoint: Checkpoint): void
  /** Has to be called, or the folder cannot be deleted on Windows. Throws as `keep` does. */
  close(): Promise<void>
}

/**
 * Keeps checkpoints in a folder: magic (8 bytes), header length (u32, little endian), header as JSON, latents and the
 * scheduler's arrays as float32, CRC-32 of everything before, which takes a tenth of the time of a hash. Each is written
 * over the older of two files that stay open, so that a whole one is there whenever this process ends. These do not wait for
 * the disk; every few seconds one goes to `step.ckpt` as well, whole or not at all, and is there after a power cut.
 */
export function keepCheckpoints(folder: string): CheckpointKeeper {
  const files: (number | undefined)[] = []
  let turn = 0
  let text: { of: TorchGeneratorState; bytes: Buffer } | null = null
  let syncing: Promise<void> | null = null
  let failed: { error: unknown } | null = null

  /** Goes on beside the next steps: the disk may take its time. */
  const sync = (parts: readonly Uint8Array[]): void => {
    const path = join(folder, FILE)
    syncing = writeFileAtomic(path, Buffer.concat(parts))
      .catch((error: unknown) => void (failed = { error }))
      .finally(() => {
        syncing = null
        syncedAt = performance.now()
      })
  }
  return {
    keep: (checkpoint) => {
      if (failed !== null) throw failed.error
      // Most solvers draw no noise between steps, and its 624 numbers are slow to write out.
      if (text?.of !== checkpoint.generator) {
        text = { of: checkpoint.generator, bytes: Buffer.from(JSON.stringify(checkpoint.generator)) }
      }
      const parts = encode(checkpoint, text.bytes)
      turn = 1 - turn
      const path = join(folder, QUICK[turn] as string)
      try {
        writeWhole((files[turn] ??= openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666)), parts)
      } catch (error) {
        throw diskError(error, path)
      }
      if (syncing === null && performance.now() - syncedAt >= SYNC_EVERY_MS) sync(parts)
    },
    close: async () => {
      await syncing
      for (const file of files.splice(0)) if (file !== undefined) closeSync(file)
      if (failed !== null) throw failed.error
    },
  }
}

function encode(checkpoint: Checkpoint, generator: Buffer): Uint8Array[] {
  const arrays = Object.entries(checkpoint.scheduler.arrays)
  const fields = JSON.stringify({
    recipe: checkpoint.recipe,
    step: checkpoint.step,
    elapsedMs: checkpoint.elapsedMs,
    latents: checkpoint.latents.length,
    numbers: checkpoint.scheduler.numbers,
    arrays: arrays.map(([name, { length }]) => ({ name, length })),
  })
  const start = Buffer.from(`${MAGIC}0000${fields.slice(0, -1)},"generator":`)
  start.writeUInt32LE(start.length + generator.length + END.length - PREFIX_BYTES, MAGIC.length)
  const parts = [start, generator, END, ...[checkpoint.latents, ...arrays.map(([, array]) => array)].map(bytesOf)]
  const check = Buffer.alloc(CHECK_BYTES)
  check.writeUInt32LE(parts.reduce((sum, part) => crc32(part, sum), 0))
  return [...parts, check].filter(({ length }) => length > 0)
}

/** Over what the file holds; a longer one keeps its end, which nobody reads. A disk that is nearly full takes a part of it. */
function writeWhole(file: number, parts: readonly Uint8Array[]): void {
  let left = parts
  for (let at = 0; left.length > 0;) {
    let written = writevSync(file, left, at)
    at += written
    while (left[0] !== undefined && written >= left[0].length) {
      written -= left[0].length
      left = left.slice(1)
    }
    if (left[0] !== undefined) left = [left[0].subarray(written), ...left.slice(1)]
  }
}

/** The newest sound checkpoint of that recipe; null where there is none. */
export async function readCheckpoint(folder: string, recipe: string): Promise<Checkpoint | null> {
  let newest: Checkpoint | null = null
  for (const name of [FILE, ...QUICK]) {
    const file = await readIfThere(join(folder, name))
    const found = file === null ? null : decode(file)
    if (found?.recipe === recipe && found.step > (newest?.step ?? -1)) newest = found
  }
  return newest
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
  for (const name of [FILE, ...QUICK]) await rm(join(folder, name), { force: true })
}

function decode(file: Buffer): Checkpoint | null {
  if (file.length < PREFIX_BYTES + CHECK_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  const start = PREFIX_BYTES + file.readUInt32LE(MAGIC.length)
  const header = start > file.length ? null : readHeader(file.subarray(PREFIX_BYTES, start))
  if (header === null) return null
  const total = header.arrays.reduce((sum, array) => sum + array.length, header.latents)
  const end = start + total * 4
  if (end + CHECK_BYTES > file.length) return null
  const body = file.subarray(0, end)
  if (crc32(body) !== file.readUInt32LE(end)) return null
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

/** Null for what was torn, or written by another version: whether the numbers are sound is for the checksum to say. */
function readHeader(text: Buffer): z.infer<typeof Header> | null {
  try {
    return Header.safeParse(JSON.parse(text.toString('utf8'))).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
