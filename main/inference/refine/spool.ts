import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { diskError, writeFileAtomic } from '../../files/index.ts'

/** Finished frames of a job that may be stopped: what was spooled need not be made again. */
export interface Spool {
  /** How many frames are saved, from the first one on. */
  readonly saved: number
  /** Milliseconds that the attempts so far took until their last frame was saved. */
  readonly elapsedMs: number
  /** The saved frames, in order. */
  frames(): AsyncGenerator<Uint8Array, void, undefined>
  /** Takes the next frame; writes now and then. */
  add(frame: Uint8Array): Promise<void>
  /** Writes what is still in memory. */
  flush(): Promise<void>
}

/** At most this much work is lost by a kill, */
const FLUSH_MS = 2000
/** and at most this many bytes wait in memory, or one frame where that is larger. */
const FLUSH_BYTES = 32 << 20
const OWNER = 'recipe'
/** First frame, the one after the last, and the milliseconds until then. */
const FILE = /^frames-(\d{8})-(\d{8})-(\d+)\.z$/

const pack = promisify(deflate)
const unpack = promisify(inflate)

/**
 * Opens the spool in a job's checkpoint folder. Frames of another recipe, and a file that is damaged with all that come
 * after it, are dropped: they are made anew. `frameBytes` is the size of one rgb24 frame.
 */
export async function openSpool(folder: string, recipe: string, frameBytes: number): Promise<Spool> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw diskError(error, folder)
  })
  if ((await readFile(join(folder, OWNER), 'utf8').catch(() => '')) !== recipe) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(join(folder, OWNER), recipe)
  }
  const files = await soundFiles(folder, frameBytes)
  const { to: saved, elapsedMs } = files.at(-1) ?? { to: 0, elapsedMs: 0 }
  const opened = performance.now()
  let waiting: Uint8Array[] = []
  let first = saved
  let flushedAt = opened

  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const ms = Math.round(elapsedMs + performance.now() - opened)
    const name = `frames-${digits(first)}-${digits(first + waiting.length)}-${ms}.z`
    await writeFileAtomic(join(folder, name), await pack(Buffer.concat(waiting), { level: 1 }))
    first += waiting.length
    waiting = []
    flushedAt = performance.now()
  }

  return {
    saved,
    elapsedMs,
    async *frames() {
      for (const { path } of files) {
        const bytes = await unpack(await readFile(path))
        for (let at = 0; at < bytes.length; at += frameBytes) yield bytes.subarray(at, at + frameBytes)
      }
    },
    async add(frame) {
      waiting.push(frame)
      const full = waiting.length * frameBytes >= FLUSH_BYTES
      if (full || performance.now() - flushedAt >= FLUSH_MS) await flush()
    },
    flush,
  }
}

interface SpoolFile {
  path: string
  /** The frame after its last one. */
  to: number
  elapsedMs: number
}

/** The files that follow one another from frame 0 and hold what their names say. The rest is removed. */
async function soundFiles(folder: string, frameBytes: number): Promise<SpoolFile[]> {
  const sound: SpoolFile[] = []
  for (const name of (await readdir(folder)).sort()) {
    if (name === OWNER) continue
    const path = join(folder, name)
    const [from, to, elapsedMs] = FILE.exec(name)?.slice(1).map(Number) ?? []
    const follows = from === (sound.at(-1)?.to ?? 0) && to !== undefined
    if (follows && (await holds(path, (to - from) * frameBytes))) sound.push({ path, to, elapsedMs: elapsedMs ?? 0 })
    else await rm(path, { recursive: true, force: true })
  }
  return sound
}

/** Whether a file unpacks, by its checksum, to that many bytes. */
async function holds(path: string, bytes: number): Promise<boolean> {
  try {
    return (await unpack(await readFile(path))).length === bytes
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return false
    throw error
  }
}

function digits(number: number): string {
  return String(number).padStart(8, '0')
}
