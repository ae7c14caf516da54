import { open } from 'node:fs/promises'
import { BFLOAT16, FLOAT16, FLOAT32, FLOAT64 } from './element-types.ts'

const CHUNK_BYTES = 1 << 20

type Finder = (bytes: Buffer<ArrayBuffer>, length: number) => boolean

/** By type: whether a chunk holds a value that is not a number. All bits of the exponent are set and one of the fraction. */
const FINDERS: Readonly<Record<number, Finder>> = {
  [FLOAT32]: ({ buffer }, length) => anyAbove(new Uint32Array(buffer, 0, length >> 2), 0x7fff_ffff, 0x7f80_0000),
  [FLOAT16]: ({ buffer }, length) => anyAbove(new Uint16Array(buffer, 0, length >> 1), 0x7fff, 0x7c00),
  [BFLOAT16]: ({ buffer }, length) => anyAbove(new Uint16Array(buffer, 0, length >> 1), 0x7fff, 0x7f80),
  [FLOAT64]: ({ buffer }, length) => new Float64Array(buffer, 0, length >> 3).some(Number.isNaN),
}

function anyAbove(values: Uint32Array | Uint16Array, mask: number, limit: number): boolean {
  for (let i = 0; i < values.length; i++) if (((values[i] as number) & mask) > limit) return true
  return false
}

/** A run of bytes in a file, holding numbers of one type (a number of `TensorProto.DataType`). */
export interface Stretch {
  at: number
  length: number
  type: number
}

/** The first stretch that holds a NaN; infinities are fine (masks are full of them). One megabyte of memory is used. */
export async function findNan<T extends Stretch>(path: string, stretches: readonly T[]): Promise<T | null> {
  const bytes = Buffer.from(new ArrayBuffer(CHUNK_BYTES))
  const handle = await open(path, 'r')
  try {
    for (const stretch of stretches) {
      const finder = FINDERS[stretch.type]
      if (finder === undefined) continue
      for (let done = 0; done < stretch.length;) {
        const wanted = Math.min(CHUNK_BYTES, stretch.length - done)
        const { bytesRead } = await handle.read(bytes, 0, wanted, stretch.at + done)
        if (bytesRead === 0) break
        // A short read may end within a number; the next one begins there.
        const whole = bytesRead < wanted ? bytesRead - (bytesRead % 8) || bytesRead : bytesRead
        if (finder(bytes, whole)) return stretch
        done += whole
      }
    }
    return null
  } finally {
    await handle.close()
  }
}
