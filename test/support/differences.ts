import type { Size } from '../../core/generation/recipe.ts'
import { decodeFrames, findFfmpeg } from '../../main/media/index.ts'

/** Mean difference of each frame of a clip from the one before, in levels of 255. */
export async function differencesOf(path: string, count: number, { width, height }: Size): Promise<number[]> {
  const out: number[] = []
  let before: Buffer | null = null
  for await (const frame of decodeFrames(await findFfmpeg(), path, { from: 0, count, width, height })) {
    const now = Buffer.from(frame)
    const last: Buffer | null = before
    if (last !== null)
      out.push(now.reduce((sum, value, i) => sum + Math.abs(value - (last[i] as number)), 0) / now.length)
    before = now
  }
  return out
}
