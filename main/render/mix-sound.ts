import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { mix, soundNeeds } from '../../core/render/mix.ts'
import type { SoundNeed } from '../../core/render/mix.ts'
import type { SoundPiece } from '../../core/render/sound.ts'

/** Samples that are mixed at once. */
const BLOCK = 48_000
/** So many files are open at once. */
const OPEN = 24

/**
 * The sound of a film from its first to its last sample: 32-bit float, left and right in turn. `locate` gives the path of the samples
 * of a source, and throws where they are missing.
 */
export async function* mixSound(
  pieces: readonly SoundPiece[],
  { samples, locate }: { samples: number; locate(pcm: string): string },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const files = new Map<string, FileHandle>()
  const fileOf = async (pcm: string): Promise<FileHandle> => {
    const file = files.get(pcm) ?? (await open(locate(pcm), 'r'))
    files.delete(pcm)
    files.set(pcm, file)
    const oldest = files.keys().next().value
    if (files.size > OPEN && oldest !== undefined) {
      await files.get(oldest)?.close()
      files.delete(oldest)
    }
    return file
  }
  try {
    for (let from = 0; from < samples; from += BLOCK) {
      const length = Math.min(BLOCK, samples - from)
      const needs = []
      for (const need of soundNeeds(pieces, from, length)) {
        needs.push({ need, samples: await read(await fileOf(need.piece.source.pcm), need) })
      }
      const { left, right } = mix(needs, from, length)
      const both = new Float32Array(2 * length)
      for (let at = 0; at < length; at += 1) {
        both[2 * at] = left[at] ?? 0
        both[2 * at + 1] = right[at] ?? 0
      }
      yield new Uint8Array(both.buffer)
    }
  } finally {
    for (const file of files.values()) await file.close()
  }
}

async function read(file: FileHandle, { piece, from, to }: SoundNeed): Promise<Float32Array> {
  const frame = 4 * piece.source.channels
  const bytes = new Uint8Array((to - from) * frame)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from * frame)
  return new Float32Array(bytes.buffer, 0, Math.floor(bytesRead / 4))
}
